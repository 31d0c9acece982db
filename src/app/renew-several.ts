/** Renews several certificates side by side: one that fails stops no other. */
import { asCertError } from '../domain/error-catalogue.ts';
import { CertError, isCertError, type ErrorCode } from '../domain/errors.ts';
import type { IssuedCertificate } from '../domain/issuance.ts';
import type { StepReporter } from '../domain/issuance-news.ts';
import type { IssuanceWish } from '../domain/issuance-wish.ts';
import type { CertificateSummary, CertificateVault, Vault } from '../domain/key-vault.ts';
import { MAX_OWNER_TAGS, ownerTags } from '../domain/owner-tags.ts';
import {
  ATTEMPTS_TAG,
  formatAttempts,
  nextAttempt,
  parseAttempts,
  withFailure,
} from '../domain/renewal-attempts.ts';
import type { Clock, Log } from '../domain/runtime.ts';
import { sideBySide } from './await-all.ts';

export interface RenewalServices {
  readonly obtain: (
    wish: IssuanceWish,
    reporter: StepReporter,
    signal: AbortSignal,
  ) => Promise<IssuedCertificate>;
  readonly vaultOf: (vault: Vault) => Pick<CertificateVault, 'get' | 'replaceTags'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A certificate that is to be renewed, and its CA: certificates of one CA share its limits. */
export interface Renewal {
  readonly vault: Vault;
  readonly name: string;
  readonly ca: string | undefined;
  /** As it is before; the first to expire is the first to be renewed. */
  readonly before: Pick<CertificateSummary, 'notBefore' | 'notAfter'> | undefined;
  /** What is to change; absent: nothing. */
  readonly changes?: Omit<IssuanceWish, 'kind' | 'target'>;
}

export type RenewalOutcome =
  | { readonly kind: 'renewed'; readonly certificate: IssuedCertificate }
  /** Somebody else is at work on it (here, elsewhere, its issuer), or its CA's limit is spent. */
  | { readonly kind: 'skipped'; readonly error: CertError; readonly nextAttempt?: Date }
  | { readonly kind: 'failed'; readonly error: CertError; readonly nextAttempt?: Date };

/** The product's own limit for one CA. */
const SIDE_BY_SIDE_PER_CA = 10;

/** It gets what it needs: from another renewal, as soon as its issuer is ready, or at its turn. */
const PUT_OFF: ReadonlySet<ErrorCode> = new Set([
  'WorkInProgress',
  'OperationRunning',
  'IssuerPending',
  'LimitSpent',
]);

/** What says nothing of the certificate: the next attempt is a person's. */
const NOT_COUNTED: ReadonlySet<ErrorCode> = new Set([
  'Cancelled',
  'NotSignedIn',
  'SignInFailed',
  'SignInPackageNeeded',
  'SignInNeeded',
  'SignInAgain',
]);

/**
 * Resolves when every one has ended, in the order in which they were given. What fails is noted on
 * the certificate, so that whoever looks for what is due knows when to try again.
 */
export async function renewSeveral<R extends Renewal>(
  services: RenewalServices,
  renewals: readonly R[],
  reporterFor: (renewal: R) => StepReporter,
  signal: AbortSignal,
): Promise<readonly { readonly renewal: R; readonly outcome: RenewalOutcome }[]> {
  const outcomes = new Map<R, RenewalOutcome>();
  const inTurn = renewals.toSorted((a, b) => endOf(a) - endOf(b));
  const groups = Map.groupBy(inTurn, ({ ca }) => ca ?? '');
  await Promise.all(
    [...groups.values()].map((group) =>
      sideBySide(group, SIDE_BY_SIDE_PER_CA, async (renewal) => {
        outcomes.set(renewal, await renewOne(services, renewal, reporterFor(renewal), signal));
      }),
    ),
  );
  return renewals.flatMap((renewal) => {
    const outcome = outcomes.get(renewal);
    return outcome ? [{ renewal, outcome }] : [];
  });
}

function endOf({ before }: Renewal): number {
  return before?.notAfter?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

async function renewOne(
  services: RenewalServices,
  { vault, name, changes }: Renewal,
  reporter: StepReporter,
  signal: AbortSignal,
): Promise<RenewalOutcome> {
  const target = { vault: vault.name, name };
  const wish = { ...changes, kind: 'renew', target } as const;
  try {
    signal.throwIfAborted();
    return { kind: 'renewed', certificate: await services.obtain(wish, reporter, signal) };
  } catch (reason) {
    const error = signal.aborted ? cancelled(reason) : asCertError(reason);
    if (PUT_OFF.has(error.code)) return { kind: 'skipped', error, ...untilOf(error) };
    if (NOT_COUNTED.has(error.code)) return { kind: 'failed', error };
    const next = await noteFailure(services, vault, name, error);
    return { kind: 'failed', error, ...(next ? { nextAttempt: next } : {}) };
  }
}

/** What is aborted before it has begun is cancelled, too. */
function cancelled(reason: unknown): CertError {
  return isCertError(reason)
    ? reason
    : new CertError('Cancelled', { during: 'check' }, { cause: reason });
}

/** When the next attempt follows; undefined: nobody could note that this one has failed. */
async function noteFailure(
  { vaultOf, clock, log }: RenewalServices,
  vault: Vault,
  name: string,
  error: CertError,
): Promise<Date | undefined> {
  const certificates = vaultOf(vault);
  try {
    const bundle = await certificates.get(name);
    if (bundle === undefined || Object.keys(ownerTags(bundle.tags)).length >= MAX_OWNER_TAGS) {
      return undefined;
    }
    const failure = { code: error.code, ...retryOf(error) };
    const before = parseAttempts(bundle.tags[ATTEMPTS_TAG]);
    const attempts = withFailure(before, failure, new Date(clock.now()));
    const tags = { ...bundle.tags, [ATTEMPTS_TAG]: formatAttempts(attempts) };
    await certificates.replaceTags(name, bundle.version, tags);
    return nextAttempt(attempts);
  } catch (reason) {
    log.warn('a failed renewal could not be noted', { name, error: String(reason) });
    return undefined;
  }
}

/** When a service has asked to come back. */
function retryOf({ facts }: CertError): { readonly retryAt?: Date } {
  const at = 'retryAt' in facts ? facts.retryAt : undefined;
  return at === undefined ? {} : { retryAt: new Date(at) };
}

function untilOf({ facts }: CertError): { readonly nextAttempt?: Date } {
  return 'until' in facts ? { nextAttempt: new Date(facts.until) } : {};
}
