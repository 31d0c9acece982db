/** Accounts (RFC 8555, 7.3), each known by the thumbprint of its key. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../../arm/json.ts';
import type { ApiResponse } from '../../api.ts';
import { BASE, type CaSettings } from './directory.ts';
import { readJws, signingInput, thumbprint, type Jws } from './jws.ts';
import { problem } from './problem.ts';

export interface Account {
  readonly url: string;
  readonly jwk: JsonObject;
  readonly thumbprint: string;
  status: 'valid' | 'deactivated';
  contact: readonly unknown[];
}

export class Accounts {
  readonly #byUrl = new Map<string, Account>();

  /** @throws ApiError accountDoesNotExist, unauthorized */
  valid(url: unknown): Account {
    const account = typeof url === 'string' ? this.#byUrl.get(url) : undefined;
    if (account === undefined) {
      throw problem('accountDoesNotExist', 'There is no such account.');
    }
    if (account.status !== 'valid') {
      throw problem('unauthorized', 'The account is deactivated.', 401);
    }
    return account;
  }

  /** RFC 8555, 7.3 and 7.3.1: a key that is known gets its account. */
  register(jwk: JsonObject, payload: JsonObject, settings: CaSettings): ApiResponse {
    const own = thumbprint(jwk);
    const known = [...this.#byUrl.values()].find((each) => each.thumbprint === own);
    if (known !== undefined) return accountResponse(this.valid(known.url), 200);
    if (payload['onlyReturnExisting'] === true) {
      throw problem('accountDoesNotExist', 'No account has this key.');
    }
    if (settings.termsOfService !== undefined && payload['termsOfServiceAgreed'] !== true) {
      throw problem('malformed', 'The terms of service must be agreed to.');
    }
    if (settings.externalAccounts !== undefined) {
      requireBinding(payload['externalAccountBinding'], own, settings.externalAccounts);
    }
    const contact: unknown = payload['contact'] ?? [];
    const account: Account = {
      url: `${BASE}/acme/account/${this.#byUrl.size + 1}`,
      jwk,
      thumbprint: own,
      status: 'valid',
      contact: Array.isArray(contact) ? contact : [],
    };
    this.#byUrl.set(account.url, account);
    return accountResponse(account, 201);
  }

  /** RFC 8555, 7.3.2 and 7.3.6. */
  update(account: Account, payload: JsonObject | undefined): ApiResponse {
    const { contact, status } = payload ?? {};
    if (Array.isArray(contact)) account.contact = contact;
    if (status === 'deactivated') account.status = 'deactivated';
    return accountResponse(account, 200);
  }
}

function accountResponse({ url, status, contact }: Account, code: number): ApiResponse {
  return { status: code, headers: { Location: url }, body: { status, contact } };
}

/** RFC 8555, 7.3.4: the outer key, signed with the external account's MAC key. */
function requireBinding(
  binding: unknown,
  own: string,
  keys: Readonly<Record<string, string>>,
): void {
  if (binding === undefined) {
    throw problem('externalAccountRequired', 'The account must be bound to an external one.', 403);
  }
  const jws = readJws(binding);
  const { alg, kid, url } = jws.header;
  const key = typeof kid === 'string' ? keys[kid] : undefined;
  const bound = isJsonObject(jws.payload) ? thumbprint(jws.payload) : undefined;
  const fits = alg === 'HS256' && url === `${BASE}/acme/new-account` && bound === own;
  if (key === undefined || !fits || !hasMac(jws, key)) {
    throw problem('unauthorized', 'The external account binding does not verify.', 403);
  }
}

function hasMac(jws: Jws, key: string): boolean {
  const mac = createHmac('sha256', Buffer.from(key, 'base64url'));
  const expected = mac.update(signingInput(jws)).digest();
  return expected.length === jws.signature.length && timingSafeEqual(expected, jws.signature);
}
