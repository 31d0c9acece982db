/** How something that was done to a certificate is put into the history. */
import { asCertError, errorRecord } from '../domain/error-catalogue.ts';
import type { HistoryEntry } from '../domain/history.ts';
import type { IssuanceProgress, IssuancePlan, IssuedCertificate } from '../domain/issuance.ts';
import type { StepReporter } from '../domain/issuance-news.ts';
import type { IssuanceWish } from '../domain/issuance-wish.ts';
import type { RandomHex } from '../domain/runtime.ts';
import type { History } from './history.ts';

/** Who remembers. */
export interface Rememberer {
  readonly history: History;
  /** `user@host`. */
  readonly owner: string;
  /** Who is signed in to Azure, where that is known. */
  readonly user: string | undefined;
  readonly randomHex: RandomHex;
}

/** What is known of a deed before it has ended. */
export type Deed = Omit<
  HistoryEntry,
  'at' | 'outcome' | 'version' | 'thumbprint' | 'notAfter' | 'errorCode'
>;

/** The version that came of it, or that it was done to. */
type Version = Pick<IssuedCertificate, 'version' | 'thumbprint' | 'notAfter' | 'dnsNames'>;

export type Ending =
  | { readonly done: Version }
  | { readonly failed: unknown }
  /** No version has come of it. */
  | { readonly outcome: 'done' | 'undone' };

export function deedOfPlan(
  { user }: Pick<Rememberer, 'user'>,
  plan: IssuancePlan,
  { accountUrl }: IssuanceProgress,
): Deed {
  const { id, kind, vault, name, dnsNames, ca, profile, claim, occasion } = plan;
  return {
    ...{ id, kind, vault: vault.name, name, dnsNames, ca: ca.id, profile, account: accountUrl },
    ...{ by: claim.owner, user, occasion },
  };
}

/** Of what came to its end before there was a plan, or has none. */
export function deedOfWish(
  { owner, user, randomHex }: Rememberer,
  { kind, target, dnsNames = [], ca, profile, occasion }: IssuanceWish,
): Deed {
  return {
    ...{ id: randomHex(8), kind, ...target, dnsNames, ca: ca?.id, profile, account: undefined },
    ...{ by: owner, user, occasion },
  };
}

/** Of what no CA has part in. */
export function deedAt(
  { owner, user, randomHex }: Rememberer,
  kind: HistoryEntry['kind'],
  { vault, name, dnsNames }: Pick<Deed, 'vault' | 'name' | 'dnsNames'>,
): Deed {
  const nothing = { ca: undefined, profile: undefined, account: undefined, occasion: undefined };
  return { id: randomHex(8), kind, vault, name, dnsNames, ...nothing, by: owner, user };
}

/** What has happened has happened: that the history lacks a line must not say otherwise. */
export async function remember(
  { history }: Pick<Rememberer, 'history'>,
  deed: Deed,
  ending: Ending,
  reporter: Pick<StepReporter, 'note'>,
): Promise<void> {
  try {
    await history.append({ ...deed, ...endingOf(deed, ending) });
  } catch (error) {
    reporter.note({ kind: 'failure', error: errorRecord(error) });
  }
}

function endingOf(
  deed: Deed,
  ending: Ending,
): Pick<
  HistoryEntry,
  'outcome' | 'version' | 'thumbprint' | 'notAfter' | 'errorCode' | 'dnsNames'
> {
  const nothing = { version: undefined, thumbprint: undefined, notAfter: undefined };
  if ('done' in ending) {
    const { version, thumbprint, notAfter, dnsNames } = ending.done;
    return { outcome: 'done', version, thumbprint, notAfter, dnsNames, errorCode: undefined };
  }
  const { dnsNames } = deed;
  if ('outcome' in ending)
    return { ...nothing, dnsNames, outcome: ending.outcome, errorCode: undefined };
  const { code } = asCertError(ending.failed);
  return {
    ...{ ...nothing, dnsNames, errorCode: code },
    outcome: code === 'Cancelled' ? 'cancelled' : 'failed',
  };
}
