/** DNS names as they stand in a certificate: A-labels, lower case, no trailing dot. */
import type { DnsNameProblem } from './error-reasons.ts';
import { CertError } from './errors.ts';

export interface DnsName {
  /** As the CA and the vault get it, with `*.` in front of a wildcard name. */
  readonly ascii: string;
  /** The name without `*.`. */
  readonly base: string;
  readonly wildcard: boolean;
}

/** RFC 1035 §2.3.4 in text form: 255 octets on the wire are 253 characters. */
const LONGEST_NAME = 253;
const LONGEST_LABEL = 63;

/** Letters, digits and hyphens, no hyphen at either end (RFC 1123 §2.1). */
const LDH_LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** Any ASCII character that a host name and its wildcard cannot hold. */
const FOREIGN_ASCII = /[^a-z0-9.*\u0080-\u{10ffff}-]/iu;

/**
 * Reads a name that a person typed: any case, one trailing dot, Unicode (UTS 46) or A-labels, `*`
 * as the whole first label. Publicly trusted CAs issue for nothing else (CA/Browser Forum Baseline
 * Requirements §7.1.4.2), so underscores, addresses and single labels are refused here.
 * @throws CertError InvalidDnsName
 */
export function parseDnsName(input: string): DnsName {
  refuseForeignCharacters(input);
  const wildcard = input.startsWith('*.');
  const base = toALabels(wildcard ? input.slice(2) : input, input);
  const ascii = wildcard ? `*.${base}` : base;
  if (ascii.length > LONGEST_NAME) {
    throw refusal(input, { kind: 'too-long', limit: LONGEST_NAME });
  }
  return { ascii, base, wildcard };
}

/**
 * Reads all names of one certificate; repetitions are dropped, the order is kept. A name that a
 * given wildcard covers already is refused, as Let's Encrypt does ("redundant with a wildcard
 * domain in the same request").
 * @throws CertError NoDnsName, InvalidDnsName
 */
export function parseDnsNames(inputs: readonly string[]): readonly DnsName[] {
  const names = [...new Map(inputs.map(parseDnsName).map((name) => [name.ascii, name])).values()];
  if (names.length === 0) throw new CertError('NoDnsName', {});
  const wildcards = new Set(names.filter((name) => name.wildcard).map((name) => name.base));
  for (const { ascii, wildcard } of names) {
    const parent = ascii.slice(ascii.indexOf('.') + 1);
    if (!wildcard && wildcards.has(parent)) {
      throw refusal(ascii, { kind: 'covered', wildcard: `*.${parent}` });
    }
  }
  return names;
}

/** Where the answer to a DNS-01 challenge stands, the same for a wildcard (RFC 8555 §8.4). */
export function challengeRecordName(name: DnsName): string {
  return `_acme-challenge.${name.base}`;
}

/** `a.b.c`, `b.c`, `c`. */
export function namesUpwards(name: string): readonly string[] {
  const labels = name.split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}

/** True if `name` is `zone` or stands below it. Both lower case, without trailing dots. */
export function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/**
 * `name` as it is called inside `zone`; `@` for the zone itself.
 * @throws CertError Unexpected when it is not within the zone
 */
export function relativeName(name: string, zone: string): string {
  if (name === zone) return '@';
  if (!isWithin(name, zone)) {
    throw new CertError('Unexpected', { message: `${name} is not within the zone ${zone}` });
  }
  return name.slice(0, -zone.length - 1);
}

function refuseForeignCharacters(input: string): void {
  const [foreign] = FOREIGN_ASCII.exec(input) ?? [];
  if (foreign === undefined) return;
  if (foreign === '_') throw refusal(input, { kind: 'underscore' });
  if (foreign === ':') throw refusal(input, { kind: 'address-or-port' });
  throw refusal(input, { kind: 'character', character: foreign });
}

/** The base name in A-labels, checked; `input` is what refusals show. */
function toALabels(base: string, input: string): string {
  if (base === '') throw refusal(input, { kind: 'empty' });
  if (base.includes('*')) throw refusal(input, { kind: 'inner-wildcard' });
  refuseNumericTop(base, input);
  const ascii = uts46(base, input);
  refuseNumericTop(ascii, input);
  const labels = ascii.split('.');
  for (const label of labels) refuseLabel(label, input);
  if (labels.length < 2) throw refusal(input, { kind: 'one-label' });
  return ascii;
}

/** What URL would take for an IPv4 address: decimal or `0x` hexadecimal (WHATWG URL §3.5). */
function refuseNumericTop(name: string, input: string): void {
  if (/(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$/i.test(name)) {
    throw refusal(input, { kind: 'numeric-end' });
  }
}

function refuseLabel(label: string, input: string): void {
  if (label === '') throw refusal(input, { kind: 'empty-label' });
  if (label.length > LONGEST_LABEL) {
    throw refusal(input, { kind: 'long-label', limit: LONGEST_LABEL });
  }
  if (!LDH_LABEL.test(label)) {
    throw refusal(input, { kind: 'label-characters', label });
  }
  // Reserved LDH labels (RFC 5890 §2.3.1): CAs refuse them all but the A-labels.
  if (label.slice(2, 4) === '--' && !label.startsWith('xn--')) {
    throw refusal(input, { kind: 'reserved-label', label });
  }
}

/**
 * The host parser of WHATWG URL is the only UTS 46 implementation that every runtime has. Names
 * that end in a number only after the mapping (full-width digits) leave here as IPv4 addresses.
 * A-labels that were given as such are not decoded: a CA refuses those that mean nothing.
 */
function uts46(base: string, input: string): string {
  try {
    const ascii = new URL(`https://${base}/`).hostname;
    return ascii.endsWith('.') ? ascii.slice(0, -1) : ascii;
  } catch (cause) {
    throw refusal(input, { kind: 'no-host-name' }, cause);
  }
}

function refusal(
  name: string,
  problem: DnsNameProblem,
  cause?: unknown,
): CertError<'InvalidDnsName'> {
  return new CertError('InvalidDnsName', { name, problem }, cause === undefined ? {} : { cause });
}
