/**
 * Who is at work on a certificate. Whoever starts an issuance says so where everybody can read it:
 * in one tag of the certificate and in the metadata of every TXT record set that it touches. Both
 * are other people's input when they are read: what does not parse is treated as not there.
 */
import type { CertificateTarget } from './certificate-target.ts';
import { CertError } from './errors.ts';

/** An issuance as others see it. Times are seconds since the epoch. */
export interface Claim {
  /** The issuance's id, 16 hex digits. */
  readonly run: string;
  /** `vault/name` in lower case. */
  readonly certificate: string;
  /** `user@host`, for people; never trusted. */
  readonly owner: string;
  readonly since: number;
  /** Others may take over from then on, if names and key type are identical. */
  readonly until: number;
}

export const OWNER_TAG = 'kvcert-owner';

/** How long others leave an issuance alone, in seconds: more than the slowest one takes. */
const CLAIM_SECONDS = 30 * 60;

/** Clocks differ by hours where somebody has set the wrong time zone, and not by days. */
const LONGEST_CLAIM_SECONDS = 24 * 3600;

/** Both a tag's value and a record set's metadata value hold at most 256 characters. */
const MAX_LENGTH = 256;
const MAX_OWNER = 40;

export function certificateKey(vault: string, name: string): string {
  return `${vault}/${name}`.toLowerCase();
}

/** The claim of an issuance that begins at `now` (milliseconds). */
export function claimFor(
  { vault, name }: CertificateTarget,
  { run, owner }: Pick<Claim, 'run' | 'owner'>,
  now: number,
): Claim {
  const since = Math.floor(now / 1000);
  return { run, certificate: certificateKey(vault, name), owner, since, until: untilOf(now) };
}

/** The claim of an issuance that is taken up again at `now` (milliseconds). */
export function renewedClaim(claim: Claim, now: number): Claim {
  return { ...claim, until: untilOf(now) };
}

/** The error that says who holds a claim. */
export function workInProgress(claim: Claim): CertError<'WorkInProgress'> {
  const [vault = '', name = ''] = claim.certificate.split('/');
  return new CertError('WorkInProgress', {
    vault,
    name,
    owner: claim.owner,
    since: new Date(claim.since * 1000).toISOString(),
    until: new Date(claim.until * 1000).toISOString(),
  });
}

/** A certificate's tags without anybody's claim. */
export function withoutClaim(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => key !== OWNER_TAG));
}

/** One line of `key=value` pairs, at most 256 characters. */
export function formatClaim(claim: Claim): string {
  const owner = claim.owner.replace(/[^\w.@-]/g, '-').slice(0, MAX_OWNER);
  return [
    `run=${claim.run}`,
    `since=${String(claim.since)}`,
    `until=${String(claim.until)}`,
    `by=${owner}`,
    `for=${claim.certificate}`,
  ]
    .join(' ')
    .slice(0, MAX_LENGTH);
}

/** undefined: not a claim of ours. */
export function parseClaim(text: string | undefined): Claim | undefined {
  if (text === undefined || text.length > MAX_LENGTH) return undefined;
  const fields = new Map<string, string>();
  for (const pair of text.split(' ')) {
    const at = pair.indexOf('=');
    if (at > 0) fields.set(pair.slice(0, at), pair.slice(at + 1));
  }
  const run = fields.get('run') ?? '';
  const owner = fields.get('by') ?? '';
  const certificate = fields.get('for') ?? '';
  const since = wholeNumber(fields.get('since'));
  const until = wholeNumber(fields.get('until'));
  if (!/^[0-9a-f]{16}$/.test(run) || since === undefined || until === undefined) return undefined;
  if (!/^[\w.@-]{1,40}$/.test(owner) || !/^[0-9a-z-]+\/[0-9a-z-]+$/.test(certificate)) {
    return undefined;
  }
  return { run, owner, certificate, since, until };
}

/** The claim on a certificate. One on another's entry was copied there by hand and means nothing. */
export function claimOn(
  { vault, name }: CertificateTarget,
  tags: Readonly<Record<string, string>>,
): Claim | undefined {
  const claim = parseClaim(tags[OWNER_TAG]);
  return claim?.certificate === certificateKey(vault, name) ? claim : undefined;
}

/**
 * A claim of somebody else that still holds at `now` (seconds). One that would hold for days was made
 * by no issuance: what anybody has written on a tag must not keep a certificate from being renewed.
 *
 * @param run - our own issuance; undefined: there is none
 */
export function isHeldByOther(
  claim: Claim | undefined,
  run: string | undefined,
  now: number,
): claim is Claim {
  if (claim === undefined || claim.run === run) return false;
  return now < claim.until && claim.until <= now + LONGEST_CLAIM_SECONDS;
}

/**
 * @param now - milliseconds
 * @throws CertError WorkInProgress while somebody's issuance holds it
 */
export function requireUnclaimed(
  target: CertificateTarget,
  tags: Readonly<Record<string, string>>,
  now: number,
): void {
  const claim = claimOn(target, tags);
  if (isHeldByOther(claim, undefined, Math.floor(now / 1000))) throw workInProgress(claim);
}

function untilOf(now: number): number {
  return Math.floor(now / 1000) + CLAIM_SECONDS;
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
