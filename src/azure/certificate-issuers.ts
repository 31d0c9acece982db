/**
 * The port CertificateIssuers on Key Vault's REST API: the SDK does not send `enabled`, and gives every
 * issuer the name `issuers` (keyvault-certificates 4.10).
 */
import type {
  CertificateIssuer,
  CertificateIssuers,
  IssuerChange,
  IssuerDetails,
} from '../domain/certificate-issuers.ts';
import type { CertError } from '../domain/errors.ts';
import { keyVaultError } from './key-vault-errors.ts';
import { absentIfNotFound } from './not-found.ts';
import type { Refusal } from './refusals.ts';
import type { VaultCall, VaultRest } from './vault-rest.ts';

/** Asks nothing before the first use. */
export function createCertificateIssuers(vault: string, rest: VaultRest): CertificateIssuers {
  const explain = (refusal: Refusal): CertError => keyVaultError(vault, refusal);
  const ask = async (
    method: VaultCall['method'],
    name: string,
    doing: string,
    signal: AbortSignal | undefined,
    body?: object,
  ): Promise<IssuerDetails> => {
    const path = `/certificates/issuers/${encodeURIComponent(name)}`;
    const call = { method, path, explain, doing: `${doing} the issuer ${name} of vault ${vault}` };
    return toDetails((await rest.ask({ ...call, ...(body && { body }) }, signal)) as WireIssuer);
  };
  return {
    get: (name, signal) => absentIfNotFound(ask('GET', name, 'reading', signal)),
    async list(signal) {
      const doing = `listing the issuers of vault ${vault}`;
      const issuers: CertificateIssuer[] = [];
      for await (const page of rest.pages(
        { path: '/certificates/issuers', doing, explain },
        signal,
      )) {
        issuers.push(...page.map((item) => toIssuer(item as WireIssuer)));
      }
      return issuers;
    },
    set: (name, issuer, signal) => ask('PUT', name, 'writing', signal, toWire(issuer)),
    update: (name, change, signal) =>
      absentIfNotFound(ask('PATCH', name, 'changing', signal, toWire(change))),
    delete: (name, signal) => absentIfNotFound(ask('DELETE', name, 'deleting', signal)),
  };
}

/** IssuerBundle and CertificateIssuerItem of the data plane's OpenAPI description. */
interface WireIssuer {
  readonly id?: string;
  readonly provider?: string;
  readonly credentials?: { readonly account_id?: string };
  readonly org_details?: {
    readonly id?: string;
    readonly admin_details?: readonly WireAdministrator[] | null;
  };
  readonly attributes?: {
    readonly enabled?: boolean;
    /** Seconds since the epoch. */
    readonly created?: number;
    readonly updated?: number;
  };
}

interface WireAdministrator {
  readonly first_name?: string;
  readonly last_name?: string;
  readonly email?: string;
  readonly phone?: string;
}

function toIssuer({ id = '', provider = '' }: WireIssuer): CertificateIssuer {
  return { name: id.split('/').at(-1) ?? '', provider };
}

function toDetails(wire: WireIssuer): IssuerDetails {
  const { credentials, org_details: organization, attributes = {} } = wire;
  return {
    ...toIssuer(wire),
    enabled: attributes.enabled ?? true,
    accountId: credentials?.account_id,
    organizationId: organization?.id,
    administrators: (organization?.admin_details ?? []).map((administrator) => ({
      firstName: administrator.first_name ?? '',
      lastName: administrator.last_name ?? '',
      email: administrator.email ?? '',
      phone: administrator.phone ?? '',
    })),
    createdOn: fromSeconds(attributes.created),
    updatedOn: fromSeconds(attributes.updated),
  };
}

function fromSeconds(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time * 1000);
}

/** Without what the change does not name. */
function toWire(change: IssuerChange): object {
  const { provider, accountId, password, organizationId, administrators, enabled } = change;
  const credentials = {
    ...(accountId === undefined ? {} : { account_id: accountId }),
    ...(password === undefined ? {} : { pwd: password }),
  };
  const organization = {
    ...(organizationId === undefined ? {} : { id: organizationId }),
    ...(administrators && {
      admin_details: administrators.map(({ firstName, lastName, email, phone }) => ({
        ...(firstName === '' ? {} : { first_name: firstName }),
        ...(lastName === '' ? {} : { last_name: lastName }),
        email,
        ...(phone === '' ? {} : { phone }),
      })),
    }),
  };
  const isEmpty = (part: object): boolean => Object.keys(part).length === 0;
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(isEmpty(credentials) ? {} : { credentials }),
    ...(isEmpty(organization) ? {} : { org_details: organization }),
    ...(enabled === undefined ? {} : { attributes: { enabled } }),
  };
}
