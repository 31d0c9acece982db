/**
 * What is remembered of everything that was done to certificates from this machine, once it has
 * ended: facts that survive JSON, no secret and no chain among them.
 */
import type { NowReason } from './renewal-decision.ts';
import {
  isIsoTime,
  isListOf,
  isOneOf,
  isRecord,
  isText,
  optional,
  type Guard,
  type MemberGuards,
} from './shape.ts';

export const DEEDS = [
  'create',
  'renew',
  'revoke',
  'go-back',
  'import',
  'export',
  'merge',
  'request',
  'change-policy',
  'enable',
  'disable',
  'delete',
  'recover',
  'purge',
  'restore',
] as const;
export type Deed = (typeof DEEDS)[number];

/** `undone`: it was interrupted and taken back later. */
export const DEED_OUTCOMES = ['done', 'failed', 'cancelled', 'undone'] as const;
export type DeedOutcome = (typeof DEED_OUTCOMES)[number];

/** What nobody has asked for by name: it was due, and somebody wanted all that was, or let it be done. */
export interface Occasion {
  readonly kind: 'due' | 'background';
  /** Of the decision. */
  readonly reason: NowReason['kind'];
}

export interface HistoryEntry {
  /** When it ended, ISO 8601. */
  readonly at: string;
  /** Of the operation, 16 hex digits. */
  readonly id: string;
  readonly kind: Deed;
  readonly outcome: DeedOutcome;
  readonly vault: string;
  readonly name: string;
  /** Of the certificate, or those that it was to have as far as that was known. */
  readonly dnsNames: readonly string[];
  /** Of what came out of it. */
  readonly version: string | undefined;
  readonly thumbprint: string | undefined;
  /** ISO 8601. */
  readonly notAfter: string | undefined;
  /** Id or directory URL of the CA; the issuer's name where Key Vault itself has asked it. */
  readonly ca: string | undefined;
  readonly profile: string | undefined;
  /** The account's URL at the CA. */
  readonly account: string | undefined;
  /** `user@host`. */
  readonly by: string | undefined;
  /** Who was signed in to Azure, where that is known. */
  readonly user: string | undefined;
  /** Absent where a person has asked for it. */
  readonly occasion: Occasion | undefined;
  readonly errorCode: string | undefined;
}

/** Which entries are meant; what is left out does not matter. */
export interface HistoryFilter {
  readonly vault?: string;
  readonly name?: string;
  /** Milliseconds since the epoch. */
  readonly since?: number;
  /** Only what did not come to what was wanted. */
  readonly failed?: boolean;
}

const REASONS: Readonly<Record<NowReason['kind'], true>> = {
  expired: true,
  within: true,
  window: true,
  share: true,
  'lifetime-action': true,
  margin: true,
  'not-renewed-by-key-vault': true,
};

const isReason: Guard<NowReason['kind']> = (value): value is NowReason['kind'] =>
  isText(value) && Object.hasOwn(REASONS, value);

export const isOccasion = isRecord<Occasion>({
  kind: isOneOf('due', 'background'),
  reason: isReason,
});

const MEMBERS: Omit<MemberGuards<HistoryEntry>, 'outcome'> = {
  at: isIsoTime,
  id: isText,
  kind: isOneOf(...DEEDS),
  vault: isText,
  name: isText,
  dnsNames: isListOf(isText),
  version: optional(isText),
  thumbprint: optional(isText),
  notAfter: optional(isIsoTime),
  ca: optional(isText),
  profile: optional(isText),
  account: optional(isText),
  by: optional(isText),
  user: optional(isText),
  occasion: optional(isOccasion),
  errorCode: optional(isText),
};

type Stored = Omit<HistoryEntry, 'outcome'> & { readonly outcome: DeedOutcome | undefined };

const isStored = isRecord<Stored>({ ...MEMBERS, outcome: optional(isOneOf(...DEED_OUTCOMES)) });

/** undefined: it is none. The first versions wrote only what was issued, without an outcome. */
export function asHistoryEntry(value: unknown): HistoryEntry | undefined {
  return isStored(value) ? { ...value, outcome: value.outcome ?? 'done' } : undefined;
}

/** Azure compares names without case. */
export function isMeant(
  entry: HistoryEntry,
  { vault, name, since, failed }: HistoryFilter,
): boolean {
  const isSame = (wanted: string | undefined, found: string): boolean =>
    wanted === undefined || wanted.toLowerCase() === found.toLowerCase();
  return (
    isSame(vault, entry.vault) &&
    isSame(name, entry.name) &&
    (since === undefined || Date.parse(entry.at) >= since) &&
    (failed !== true || entry.outcome !== 'done')
  );
}
