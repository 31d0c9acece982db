/** Authorizations (RFC 8555, 7.1.4) with their challenges (8). */
import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../../arm/json.ts';
import type { Account } from './accounts.ts';
import { BASE } from './directory.ts';
import { problem, type ProblemDocument } from './problem.ts';

export interface Authorization {
  readonly url: string;
  readonly account: Account;
  /** Without `*.`. */
  readonly domain: string;
  readonly wildcard: boolean;
  readonly challenges: readonly Challenge[];
  readonly expires: number;
  status: 'pending' | 'valid' | 'invalid' | 'deactivated';
}

export interface Challenge {
  readonly url: string;
  readonly type: string;
  readonly token: string;
  status: 'pending' | 'processing' | 'valid' | 'invalid';
  error?: ProblemDocument;
}

/** No other challenge proves a wildcard (RFC 8555, 7.1.3 and CA/B rules). */
const TYPES = ['http-01', 'dns-01', 'tls-alpn-01'];
const WILDCARD_TYPES = ['dns-01'];

export class Authorizations {
  readonly #byUrl = new Map<string, Authorization>();
  #challenges = 0;

  /**
   * @param name an identifier of an order, a wildcard with its `*.`
   * @param types of the challenges, where they are not the usual ones
   */
  create(
    account: Account,
    name: string,
    expires: number,
    types: readonly string[] | undefined,
  ): Authorization {
    const wildcard = name.startsWith('*.');
    const offered = types ?? (wildcard ? WILDCARD_TYPES : TYPES);
    const authorization: Authorization = {
      url: `${BASE}/acme/authorization/${this.#byUrl.size + 1}`,
      account,
      domain: wildcard ? name.slice(2) : name,
      wildcard,
      challenges: offered.map((type) => this.#challenge(type)),
      expires,
      status: 'pending',
    };
    this.#byUrl.set(authorization.url, authorization);
    return authorization;
  }

  /** @throws ApiError malformed, unauthorized */
  of(account: Account, url: string): Authorization {
    return owned(this.#byUrl.get(url), account);
  }

  /** @throws ApiError malformed, unauthorized */
  withChallenge(
    account: Account,
    url: string,
  ): { readonly authorization: Authorization; readonly challenge: Challenge } {
    for (const authorization of this.#byUrl.values()) {
      const challenge = authorization.challenges.find((each) => each.url === url);
      if (challenge) return { authorization: owned(authorization, account), challenge };
    }
    throw problem('malformed', 'There is no such challenge.', 404);
  }

  #challenge(type: string): Challenge {
    this.#challenges += 1;
    return {
      url: `${BASE}/acme/challenge/${this.#challenges}`,
      type,
      token: randomBytes(24).toString('base64url'),
      status: 'pending',
    };
  }
}

export function authorizationDocument(authorization: Authorization): JsonObject {
  const { domain, wildcard, status, challenges, expires } = authorization;
  return {
    identifier: { type: 'dns', value: domain },
    status,
    expires: new Date(expires).toISOString(),
    challenges,
    ...(wildcard && { wildcard }),
  };
}

function owned(authorization: Authorization | undefined, account: Account): Authorization {
  if (authorization === undefined) {
    throw problem('malformed', 'There is no such authorization.', 404);
  }
  if (authorization.account !== account) {
    throw problem('unauthorized', 'The authorization is of another account.', 403);
  }
  return authorization;
}
