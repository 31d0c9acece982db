/** Orders (RFC 8555, 7.1.3 and 7.4), with what they replace (RFC 9773, 5). */
import type { ApiResponse, Now } from '../../api.ts';
import { isJsonObject, type JsonObject } from '../../arm/json.ts';
import type { Account } from './accounts.ts';
import type { Authorization, Authorizations } from './authorizations.ts';
import { BASE, type CaSettings } from './directory.ts';
import { problem, type ProblemDocument } from './problem.ts';
import type { Instructions } from './rule.ts';

const WEEK = 7 * 86_400_000;

export interface Order {
  readonly url: string;
  readonly account: Account;
  /** A wildcard with its `*.`. */
  readonly names: readonly string[];
  readonly authorizations: readonly Authorization[];
  readonly expires: number;
  readonly profile: string | undefined;
  readonly replaces: string | undefined;
  /** Set from finalization on; before, the authorizations decide. */
  outcome?: 'processing' | 'valid' | 'invalid';
  error?: ProblemDocument;
  /** URL of the certificate. */
  certificate?: string;
}

export class Orders {
  readonly #byUrl = new Map<string, Order>();
  readonly #authorizations: Authorizations;
  readonly #now: Now;

  constructor(authorizations: Authorizations, now: Now) {
    this.#authorizations = authorizations;
    this.#now = now;
  }

  create(
    account: Account,
    payload: JsonObject,
    settings: CaSettings,
    { lifetimeMs = WEEK, challengeTypes }: Instructions,
  ): ApiResponse {
    const names = readNames(payload['identifiers']);
    const expires = this.#now() + lifetimeMs;
    const order: Order = {
      url: `${BASE}/acme/order/${this.#byUrl.size + 1}`,
      account,
      names,
      authorizations: names.map((name) =>
        this.#authorizations.create(account, name, expires, challengeTypes),
      ),
      expires,
      profile: readProfile(payload['profile'], settings),
      replaces: this.#readReplaced(payload['replaces']),
    };
    this.#byUrl.set(order.url, order);
    return this.response(order, 201);
  }

  /** @throws ApiError malformed, unauthorized */
  of(account: Account, url: string): Order {
    const order = this.#byUrl.get(url);
    if (order === undefined) throw problem('malformed', 'There is no such order.', 404);
    if (order.account !== account) {
      throw problem('unauthorized', 'The order is of another account.', 403);
    }
    return order;
  }

  response(order: Order, status: number): ApiResponse {
    const { names, authorizations, expires, error, certificate, replaces } = order;
    const state = this.status(order);
    const body = {
      status: state,
      expires: new Date(expires).toISOString(),
      identifiers: names.map((value) => ({ type: 'dns', value })),
      authorizations: authorizations.map(({ url }) => url),
      finalize: `${order.url}/finalize`,
      ...(error && { error }),
      ...(certificate !== undefined && { certificate }),
      ...(replaces !== undefined && { replaces }),
    };
    const wait = state === 'processing' ? { 'Retry-After': '1' } : {};
    return { status, headers: { Location: order.url, ...wait }, body };
  }

  /** RFC 8555, 7.1.6. */
  status({ outcome, authorizations, expires }: Order): string {
    if (outcome !== undefined) return outcome;
    if (expires <= this.#now()) return 'invalid';
    const states = authorizations.map(({ status }) => status);
    if (states.every((status) => status === 'valid')) return 'ready';
    return states.every((status) => status === 'valid' || status === 'pending')
      ? 'pending'
      : 'invalid';
  }

  #readReplaced(certId: unknown): string | undefined {
    if (typeof certId !== 'string') return undefined;
    const taken = [...this.#byUrl.values()].some(
      (order) => order.replaces === certId && this.status(order) !== 'invalid',
    );
    if (taken) throw problem('alreadyReplaced', 'An order replaces this certificate.', 409);
    return certId;
  }
}

function readNames(identifiers: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(identifiers) ? identifiers : [];
  const names = list.map((each) => {
    const { type, value } = isJsonObject(each) ? each : {};
    if (type !== 'dns' || typeof value !== 'string') {
      throw problem('unsupportedIdentifier', 'Identifiers are DNS names.');
    }
    if (!/^(\*\.)?([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/.test(value)) {
      throw problem('rejectedIdentifier', `${value} is no domain name in lower case.`);
    }
    return value;
  });
  if (names.length === 0) throw problem('malformed', 'An order has identifiers.');
  return [...new Set(names)];
}

function readProfile(profile: unknown, { profiles = {} }: CaSettings): string | undefined {
  if (profile === undefined) return undefined;
  if (typeof profile === 'string' && Object.hasOwn(profiles, profile)) return profile;
  throw problem('invalidProfile', `There is no profile ${JSON.stringify(profile)}.`);
}
