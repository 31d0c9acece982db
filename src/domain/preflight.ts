/**
 * What can be known before a CA is asked: a list of checks, each with a verdict and with facts that
 * survive JSON. The sentences are made in messages/preflight.ts.
 */
import type { HiddenGrant } from './azure-rights.ts';
import type { CertificateTarget } from './certificate-target.ts';
import type { ErrorCode, ErrorRecord } from './errors.ts';
import type { SpentLimit } from './issuance-ledger.ts';

/** In the order in which they are shown. */
export const PREFLIGHT_CHECKS = [
  'sign-in',
  'vault',
  'vault-rights',
  'name',
  'key',
  'zones',
  'zone-rights',
  'locks',
  'ca',
  'caa',
  'limits',
] as const;

export type PreflightCheck = (typeof PREFLIGHT_CHECKS)[number];

/** `unknown`: nobody could say, and nothing is known to speak against it. */
export type Verdict = 'ok' | 'warning' | 'blocking' | 'unknown';

/** What was found. */
export type Finding =
  /** What the issuance would fail with, or what has kept from looking. */
  | { readonly kind: 'error'; readonly error: ErrorRecord }
  /** Another check has to succeed first. */
  | { readonly kind: 'not-looked'; readonly because: PreflightCheck }
  | { readonly kind: 'signed-in'; readonly tenantId: string; readonly objectId: string }
  | { readonly kind: 'other-tenant'; readonly vaultTenant: string; readonly tenantId: string }
  | { readonly kind: 'vault-answers'; readonly vault: string }
  | { readonly kind: 'rights-shown'; readonly place: RightsPlace }
  | { readonly kind: 'rights-missing'; readonly place: RightsPlace; readonly grant: MissingRights }
  | { readonly kind: 'name-free' }
  | { readonly kind: 'new-version'; readonly of: string }
  | { readonly kind: 'key-accepted'; readonly keyType: string; readonly ca: string }
  | { readonly kind: 'key-unheard-of'; readonly keyType: string; readonly ca: string }
  | { readonly kind: 'zones-found'; readonly zones: readonly string[] }
  | { readonly kind: 'delegation-unknown'; readonly zones: readonly string[] }
  /** Given by hand; the account may not read them. */
  | { readonly kind: 'zones-on-word'; readonly zones: readonly string[] }
  | { readonly kind: 'no-lock' }
  | { readonly kind: 'locked'; readonly zone: string; readonly lock: FoundLock }
  | { readonly kind: 'ca-ready'; readonly ca: string; readonly isRegistered: boolean }
  | { readonly kind: 'caa-allows'; readonly ca: string }
  | { readonly kind: 'caa-unknown'; readonly ca: string; readonly names: readonly string[] }
  | { readonly kind: 'limits-kept'; readonly ca: string; readonly known: boolean }
  | { readonly kind: 'limit-spent'; readonly ca: string; readonly limit: SpentLimit };

/** Where rights are needed: a vault that goes by roles or by policies, or a zone. */
export type RightsPlace =
  | { readonly kind: 'vault-roles'; readonly name: string; readonly id: string }
  | { readonly kind: 'vault-policies'; readonly name: string; readonly id: string }
  | { readonly kind: 'zone'; readonly name: string; readonly id: string };

export interface MissingRights {
  /** Actions of roles, or permissions of access policies. */
  readonly missing: readonly string[];
  /** Why they may be there all the same; empty: they are not. */
  readonly hidden: readonly HiddenGrant[];
  /** Object id of who is signed in. */
  readonly objectId: string;
}

export interface FoundLock {
  readonly name: string;
  readonly scope: string;
  readonly level: 'ReadOnly' | 'CanNotDelete';
}

export interface CheckResult {
  readonly check: PreflightCheck;
  readonly verdict: Verdict;
  readonly finding: Finding;
}

export interface Preflight {
  readonly target: CertificateTarget;
  readonly results: readonly CheckResult[];
}

/** What says nothing about whether it would work at another time, or when somebody else asks. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'Unexpected',
  'Throttled',
  'UnexpectedAnswer',
  'HostTimeout',
  'ArmForbidden',
  'ArmRefused',
  'KeyVaultRefused',
  'NameServersUnreachable',
  'StateUnreadable',
  'AcmeProblem',
]);

/** A check that has ended with an error. */
export function failedCheck(check: PreflightCheck, error: ErrorRecord): CheckResult {
  const verdict = PASSING.has(error.code) ? 'unknown' : 'blocking';
  return { check, verdict, finding: { kind: 'error', error } };
}

/** The verdict on rights: what nothing shows is only known to be missing where nothing is hidden. */
export function rightsResult(
  check: 'vault-rights' | 'zone-rights',
  place: RightsPlace,
  grant: MissingRights,
): CheckResult {
  if (grant.missing.length === 0) {
    return { check, verdict: 'ok', finding: { kind: 'rights-shown', place } };
  }
  const verdict = grant.hidden.length > 0 ? 'unknown' : 'blocking';
  return { check, verdict, finding: { kind: 'rights-missing', place, grant } };
}

const RANK: readonly Verdict[] = ['ok', 'unknown', 'warning', 'blocking'];

/** The gravest verdict of all. */
export function gravest(results: readonly Pick<CheckResult, 'verdict'>[]): Verdict {
  const ranks = results.map(({ verdict }) => RANK.indexOf(verdict));
  return RANK[Math.max(0, ...ranks)] ?? 'ok';
}

/** In the order of the checks. */
export function inOrder(results: readonly CheckResult[]): readonly CheckResult[] {
  const place = ({ check }: CheckResult): number => PREFLIGHT_CHECKS.indexOf(check);
  return results.toSorted((a, b) => place(a) - place(b));
}
