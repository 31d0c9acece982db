import { compactVerify, type CryptoKey } from 'jose';
import type { Now } from '../api.ts';
import type { Principal } from '../principals.ts';
import { issuerOf } from './access-token.ts';
import type { Audience, TokenVerdict, TokenVerifier } from './tokens.ts';

export interface TokenVerifierOptions {
  readonly tenantId: string;
  readonly principals: readonly Principal[];
  readonly publicKey: CryptoKey;
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

/** Makes the check that every API of the tenant runs before it looks at a request. */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  return async (authorization, audience) => {
    if (authorization === undefined || authorization === '') return { failure: 'missing' };
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
    const claims = token === undefined ? undefined : readClaims(token);
    if (token === undefined || claims === undefined) return { failure: 'malformed' };
    if (!(await isSigned(token, options.publicKey))) return { failure: 'signature' };
    return judge(claims, audience, options);
  };
}

function judge(claims: Claims, audience: Audience, options: TokenVerifierOptions): TokenVerdict {
  const facts = { audience: claims.aud, issuer: claims.iss, expiredAt: claims.exp * 1000 };
  if (claims.iss !== issuerOf(options.tenantId)) return { failure: 'tenant', ...facts };
  if (!SPELLINGS[audience].includes(claims.aud.replace(/\/$/, ''))) {
    return { failure: 'audience', ...facts };
  }
  if (options.now() >= facts.expiredAt) return { failure: 'expired', ...facts };
  const principal = options.principals.find((each) => each.clientId === claims.appid);
  if (principal === undefined) return { failure: 'malformed', ...facts };
  return { caller: { principal, tenantId: options.tenantId } };
}

interface Claims {
  readonly iss: string;
  readonly aud: string;
  readonly appid: string;
  /** Seconds since the epoch. */
  readonly exp: number;
}

/** Claims as the token states them, unverified; undefined where it is no access token at all. */
export function readClaims(token: string): Claims | undefined {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    const { iss, aud, appid, exp } = JSON.parse(payload) as Partial<Record<keyof Claims, unknown>>;
    const complete =
      typeof iss === 'string' &&
      typeof aud === 'string' &&
      typeof appid === 'string' &&
      typeof exp === 'number';
    return complete ? { iss, aud, appid, exp } : undefined;
  } catch {
    return undefined;
  }
}

async function isSigned(token: string, key: CryptoKey): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: ['RS256'] });
    return true;
  } catch {
    return false;
  }
}
