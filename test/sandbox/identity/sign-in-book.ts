import type { Now } from '../api.ts';
import type { IssuedTokens } from './issued-tokens.ts';
import { concerns, concernsResource, type SignInRule, type SignInSubject } from './sign-in-rule.ts';
import type { Audience } from './tokens.ts';

/** A rule in force. */
export interface BookedRule {
  readonly id: string;
  readonly rule: SignInRule;
}

/** Why no token is made. */
export type SignInRefusal = 'interaction-required' | 'revoked' | 'blocked';

/** What a service holds against a token that is good otherwise. */
export type TokenObjection =
  | { readonly failure: 'expired' }
  | {
      readonly failure: 'claims';
      /** The claims request that the next token must be asked for with, as JSON. */
      readonly claims: string;
    };

interface Entry extends BookedRule {
  /** Number of the newest token when the rule was made. */
  readonly after: number;
  /** What a challenge of this rule asks for. */
  readonly claims: string;
  /** User and tenant of every interactive sign-in that the rule has seen. */
  readonly seen: Set<string>;
}

/** The rules in force, and who has done what they ask for. */
export class SignInBook {
  readonly #initial: readonly SignInRule[];
  readonly #tokens: IssuedTokens;
  readonly #now: Now;
  #entries: Entry[] = [];
  #made = 0;

  /** @param initial the world's own rules */
  constructor(initial: readonly SignInRule[], tokens: IssuedTokens, now: Now) {
    this.#initial = initial;
    this.#tokens = tokens;
    this.#now = now;
    this.reset();
  }

  list(): readonly BookedRule[] {
    return this.#entries.map(({ id, rule }) => ({ id, rule }));
  }

  add(rule: SignInRule): BookedRule {
    const number = ++this.#made;
    const entry = {
      id: String(number),
      rule,
      after: this.#tokens.newest,
      claims: JSON.stringify({ access_token: this.#wantedClaims(rule, number) }),
      seen: new Set<string>(),
    };
    this.#entries.push(entry);
    return { id: entry.id, rule };
  }

  /** False if there is no such rule. */
  remove(id: string): boolean {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    return this.#entries.length < before;
  }

  /** Only the world's own rules, as if nobody had signed in yet. */
  reset(): void {
    this.#entries = [];
    for (const rule of this.#initial) this.add(rule);
  }

  /** Why a silent request for a token is refused; undefined where it is not. */
  refusesSilent(subject: SignInSubject, claims: string | undefined): SignInRefusal | undefined {
    for (const { rule, seen, claims: wanted } of this.#concerning(subject)) {
      if (seen.has(keyOf(subject))) continue;
      if (rule.effect === 'interaction') return 'interaction-required';
      if (rule.needs !== 'interaction') continue;
      if (rule.effect === 'revoke') return 'revoked';
      if (rule.effect === 'claims' && claims !== undefined && includes(claims, wanted)) {
        return 'interaction-required';
      }
    }
    return undefined;
  }

  /** Why an interactive sign-in is refused; one that is not counts for all rules from then on. */
  signInInteractively(
    subject: SignInSubject,
    claims: string | undefined,
  ): SignInRefusal | undefined {
    const open = this.refusesSilent(subject, claims) !== undefined;
    const concerning = this.#concerning(subject);
    if (open && concerning.some(({ rule }) => rule.interactive === 'refused')) return 'blocked';
    for (const { seen } of concerning) seen.add(keyOf(subject));
    return undefined;
  }

  /** Seconds that a token lives for which no lifetime was asked. */
  lifetime(subject: SignInSubject): number | undefined {
    const rules = this.#concerning(subject).filter(({ rule }) => rule.effect === 'lifetime');
    return rules.at(-1)?.rule.seconds;
  }

  /** @param id `uti` of the token */
  judge(subject: SignInSubject, audience: Audience, id: string): TokenObjection | undefined {
    const { number, claims } = this.#tokens.get(id);
    for (const entry of this.#concerning(subject)) {
      if (!concernsResource(entry.rule, audience)) continue;
      const isOlder = number <= entry.after;
      if (entry.rule.effect === 'expire' && isOlder) return { failure: 'expired' };
      const isWanting =
        entry.rule.effect === 'claims' && !(claims !== undefined && includes(claims, entry.claims));
      if (isWanting || (entry.rule.effect === 'revoke' && isOlder)) {
        return { failure: 'claims', claims: entry.claims };
      }
    }
    return undefined;
  }

  #concerning(subject: SignInSubject): readonly Entry[] {
    return this.#entries.filter(({ rule }) => concerns(rule, subject));
  }

  /** A revocation asks for a newer token, a step-up for an authentication context (c1, c2, …). */
  #wantedClaims({ effect }: SignInRule, number: number): object {
    return effect === 'revoke'
      ? { nbf: { essential: true, value: String(Math.floor(this.#now() / 1000)) } }
      : { acrs: { essential: true, value: `c${number}` } };
  }
}

function keyOf({ name, tenantId }: SignInSubject): string {
  return `${tenantId}/${name}`;
}

/** Whether a claims request asks for everything that another one asks for. */
function includes(claims: string, wanted: string): boolean {
  const [asked, needed] = [accessTokenClaims(claims), accessTokenClaims(wanted)];
  return Object.entries(needed).every(
    ([name, value]) => JSON.stringify(asked[name]) === JSON.stringify(value),
  );
}

function accessTokenClaims(claims: string): Readonly<Record<string, unknown>> {
  const parsed = JSON.parse(claims) as { readonly access_token?: Record<string, unknown> };
  return parsed.access_token ?? {};
}
