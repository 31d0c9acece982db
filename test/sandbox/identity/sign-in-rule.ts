import type { Audience } from './tokens.ts';

/** What disturbs the sign-in of some or all callers; made by the world or by the control endpoint. */
export interface SignInRule {
  /** User principal name, or name of a service principal; everybody without it. */
  readonly user?: string;
  /** Id or default domain; every tenant without it. */
  readonly tenant?: string;
  /** Which service refuses tokens; both without it. Of no meaning to `interaction` and `lifetime`. */
  readonly resource?: 'arm' | 'keyvault';
  readonly effect: SignInEffect;
  /** How tokens that the rule asks for can be had; default: silently. */
  readonly needs?: 'nothing' | 'interaction';
  /** Whether an interactive sign-in then works; default: it does. */
  readonly interactive?: 'works' | 'refused';
  /** Seconds that a token lives; for `lifetime` alone. */
  readonly seconds?: number;
}

/**
 * - interaction: a silent token is refused until an interactive sign-in has succeeded
 * - claims: the service answers a claims challenge to tokens that were not asked for with its claims
 * - revoke: it does so to every token that is older than the rule
 * - expire: every token that is older than the rule counts as expired
 * - lifetime: tokens made from now on live so long
 */
export type SignInEffect = (typeof EFFECTS)[number];

export const EFFECTS = ['interaction', 'claims', 'revoke', 'expire', 'lifetime'] as const;

/** Who asks for a token, or presents one. */
export interface SignInSubject {
  /** Name of the user or the service principal. */
  readonly name: string;
  readonly tenantId: string;
  readonly tenantDomain: string | undefined;
}

export function concerns(rule: SignInRule, { name, tenantId, tenantDomain }: SignInSubject) {
  const tenant = rule.tenant?.toLowerCase();
  return (
    (rule.user === undefined || rule.user.toLowerCase() === name.toLowerCase()) &&
    (tenant === undefined || tenant === tenantId || tenant === tenantDomain)
  );
}

export function concernsResource({ resource }: SignInRule, audience: Audience): boolean {
  if (resource === undefined) return true;
  return (resource === 'arm') === (audience === 'https://management.azure.com');
}
