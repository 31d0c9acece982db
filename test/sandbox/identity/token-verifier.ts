import { compactVerify, type CryptoKey } from 'jose';
import type { Now } from '../api.ts';
import { identityOf, principalIn, type Caller } from '../principals.ts';
import { issuerOf } from './access-token.ts';
import type { Directory } from './directory.ts';
import type { SignInBook } from './sign-in-book.ts';
import type { Audience, TokenVerdict, TokenVerifier } from './tokens.ts';

export interface TokenVerifierOptions {
  readonly directory: Directory;
  readonly publicKey: CryptoKey;
  readonly signIns: SignInBook;
  readonly now: Now;
}

/** Other spellings under which a resource is known; a trailing slash makes no difference to any. */
const SPELLINGS: Readonly<Record<Audience, readonly string[]>> = {
  'https://management.azure.com': [
    'https://management.azure.com',
    'https://management.core.windows.net',
  ],
  'https://vault.azure.net': ['https://vault.azure.net'],
};

/** Makes the check that every API runs before it looks at a request. */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  // The same few tokens come thousands of times.
  const signed = new Set<string>();
  return async (authorization, audience) => {
    if (authorization === undefined || authorization === '') return { failure: 'missing' };
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
    const claims = token === undefined ? undefined : readClaims(token);
    if (token === undefined || claims === undefined) return { failure: 'malformed' };
    if (!signed.has(token) && !(await isSigned(token, options.publicKey))) {
      return { failure: 'signature' };
    }
    signed.add(token);
    return judge(claims, audience, options);
  };
}

function judge(claims: Claims, audience: Audience, options: TokenVerifierOptions): TokenVerdict {
  const facts = { audience: claims.aud, issuer: claims.iss, expiredAt: claims.exp * 1000 };
  const { tenants } = options.directory;
  const tenant = tenants.find(({ id }) => claims.iss === issuerOf(id));
  if (tenant === undefined) return { failure: 'tenant', ...facts };
  if (!SPELLINGS[audience].includes(claims.aud.replace(/\/$/, ''))) {
    return { failure: 'audience', ...facts };
  }
  if (options.now() >= facts.expiredAt) return { failure: 'expired', ...facts };
  const caller = findCaller(claims, tenant.id, options.directory);
  if (caller === undefined) return { failure: 'malformed', ...facts };
  const subject = { name: caller.principal.name, tenantId: tenant.id, tenantDomain: tenant.domain };
  const objection = options.signIns.judge(subject, audience, claims.uti ?? '');
  if (objection === undefined) return { caller };
  const expired = objection.failure === 'expired' ? { expiredAt: options.now() } : {};
  return { ...facts, ...expired, ...objection };
}

/** A user by his object id, which is another one in each tenant; an application by its own id. */
function findCaller(
  { appid, oid }: Claims,
  tenantId: string,
  { tenants, principals, users }: Directory,
): Caller | undefined {
  for (const user of users) {
    const account = user.accounts.find((each) => each.tenantId === tenantId);
    if (account === undefined || account.objectId !== oid) continue;
    const tenantIds = user.accounts.map((each) => each.tenantId);
    return { principal: identityOf(user, account), tenantId, tenantIds };
  }
  const registered = principals.find(({ clientId }) => clientId === appid);
  const principal = registered && principalIn(registered, tenantId, tenants[0].id);
  // Nobody tells an application's token of the other tenants that know the application.
  return principal && { principal, tenantId };
}

interface Claims {
  readonly iss: string;
  readonly aud: string;
  readonly appid: string;
  readonly oid: string | undefined;
  readonly uti: string | undefined;
  /** Seconds since the epoch. */
  readonly exp: number;
}

/** Claims as the token states them, unverified; undefined where it is no access token at all. */
export function readClaims(token: string): Claims | undefined {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    const { iss, aud, appid, oid, uti, exp } = JSON.parse(payload) as Partial<
      Record<keyof Claims, unknown>
    >;
    const complete =
      typeof iss === 'string' &&
      typeof aud === 'string' &&
      typeof appid === 'string' &&
      typeof exp === 'number';
    if (!complete) return undefined;
    return { iss, aud, appid, oid: textOf(oid), uti: textOf(uti), exp };
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

async function isSigned(token: string, key: CryptoKey): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: ['RS256'] });
    return true;
  } catch {
    return false;
  }
}
