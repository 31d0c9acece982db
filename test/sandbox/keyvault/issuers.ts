/** /certificates/issuers: the accounts at certification authorities that a vault may order from. */
import type { ApiResponse } from '../api.ts';
import { invalidProperty, issuerNotFound } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { attributes, binder, forms, object, text } from './json-body.ts';
import { seconds } from './operation-lifecycle.ts';
import { page } from './paging.ts';
import type { VaultStore } from './vault-store.ts';
import { vaultUri } from './vault.ts';

export interface Issuer {
  /** As first written; looked up without case. */
  readonly name: string;
  readonly ordinal: number;
  readonly provider: string;
  /** The password is kept nowhere: no answer ever shows it. */
  readonly credentials: { readonly account_id?: string };
  readonly organization: OrganizationDetails | undefined;
  /** Seconds since the epoch. */
  readonly attributes: { readonly enabled: boolean; readonly created: number; updated: number };
}

interface OrganizationDetails {
  readonly id?: string;
  readonly admin_details?: readonly AdministratorDetails[];
}

interface AdministratorDetails {
  readonly first_name?: string;
  readonly last_name?: string;
  readonly email?: string;
  readonly phone?: string;
}

interface IssuerParameters {
  readonly provider?: string;
  readonly credentials?: { readonly account_id?: string; readonly pwd?: string };
  readonly org_details?: OrganizationDetails;
  readonly attributes?: { readonly enabled?: boolean };
}

const parameters = {
  provider: text,
  credentials: object({ account_id: text, pwd: text }),
  org_details: object({
    id: text,
    admin_details: {
      type: 'array',
      items: object({ first_name: text, last_name: text, email: text, phone: text }),
    },
  }),
  attributes,
};

const bindSet = binder(
  forms.compile<IssuerParameters & { readonly provider: string }>(object(parameters, ['provider'])),
);
const bindUpdate = binder(forms.compile<IssuerParameters>(object(parameters)));

export function listIssuers(exchange: Exchange): ApiResponse {
  const { store } = exchange;
  return page(
    exchange,
    store.issuers.values(),
    ({ ordinal }) => ordinal,
    ({ name, provider }) => ({ id: issuerId(store, name), provider }),
  );
}

export function getIssuer({ store, name }: Exchange): ApiResponse {
  return { status: 200, body: issuerBundle(store, requireIssuer(store, name)) };
}

/** Makes an issuer or replaces one as a whole; its time of creation stays (recorded). */
export function setIssuer({ request, store, name, now }: Exchange): ApiResponse {
  const sent = bindSet(request);
  const existing = findIssuer(store, name);
  const issuer: Issuer = {
    name: existing?.name ?? name,
    ordinal: existing?.ordinal ?? nextOrdinal(store),
    provider: sent.provider,
    credentials: accountOf(sent),
    organization: sent.org_details,
    attributes: {
      enabled: sent.attributes?.enabled ?? true,
      created: existing?.attributes.created ?? seconds(now),
      updated: seconds(now),
    },
  };
  return keep(store, issuer);
}

/** Changes what was sent, member by member. */
export function updateIssuer({ request, store, name, now }: Exchange): ApiResponse {
  const sent = bindUpdate(request);
  const existing = requireIssuer(store, name);
  return keep(store, {
    ...existing,
    provider: sent.provider ?? existing.provider,
    credentials: { ...existing.credentials, ...accountOf(sent) },
    organization:
      sent.org_details === undefined
        ? existing.organization
        : { ...existing.organization, ...sent.org_details },
    attributes: {
      ...existing.attributes,
      enabled: sent.attributes?.enabled ?? existing.attributes.enabled,
      updated: seconds(now),
    },
  });
}

/** Answers with what was deleted (recorded). Policies that name it stay as they are. */
export function deleteIssuer({ store, name }: Exchange): ApiResponse {
  const issuer = requireIssuer(store, name);
  store.issuers.delete(name.toLowerCase());
  return { status: 200, body: issuerBundle(store, issuer) };
}

/** @param name without regard to case */
export function findIssuer(
  { issuers }: Pick<VaultStore, 'issuers'>,
  name: string,
): Issuer | undefined {
  return issuers.get(name.toLowerCase());
}

function requireIssuer(store: VaultStore, name: string): Issuer {
  const issuer = findIssuer(store, name);
  if (issuer === undefined) throw issuerNotFound();
  return issuer;
}

function keep(store: VaultStore, issuer: Issuer): ApiResponse {
  if (issuer.provider.trim() === '') throw invalidProperty('provider');
  store.issuers.set(issuer.name.toLowerCase(), issuer);
  return { status: 200, body: issuerBundle(store, issuer) };
}

function nextOrdinal({ issuers }: VaultStore): number {
  return Math.max(0, ...[...issuers.values()].map(({ ordinal }) => ordinal)) + 1;
}

function accountOf({ credentials }: IssuerParameters): Issuer['credentials'] {
  const account = credentials?.account_id;
  return account === undefined ? {} : { account_id: account };
}

/** `zip` is the service's own addition (recorded). */
function issuerBundle(store: VaultStore, issuer: Issuer) {
  const { id, admin_details } = issuer.organization ?? {};
  return {
    id: issuerId(store, issuer.name),
    provider: issuer.provider,
    credentials: issuer.credentials,
    org_details: {
      ...(id === undefined ? {} : { id }),
      zip: 0,
      ...(admin_details === undefined ? {} : { admin_details }),
    },
    attributes: issuer.attributes,
  };
}

function issuerId(store: VaultStore, name: string): string {
  return `${vaultUri(store.vault)}/certificates/issuers/${name}`;
}
