/**
 * An ACME server in memory (RFC 8555), strict about nonces, URLs and signatures, which jose checks,
 * a second implementation of JWS. Single answers can be scripted.
 */
import { flattenedVerify, importJWK, type JWK } from 'jose';
import type { Exchange, HttpAnswer, HttpRequest } from '../../../src/acme/http.ts';

export const BASE = 'https://ca.example';
export const DIRECTORY_URL = `${BASE}/dir`;
export const PEM = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

/**
 * An answer that is not the usual one, an error of the exchange, an error after the CA has done what
 * it was asked for, or none until it is cancelled.
 */
export type Reply =
  | { status: number; headers?: Record<string, string>; body?: unknown }
  | Error
  | { readonly lost: Error }
  | 'hang'
  | 'as usual';

export type Manner = 'prompt' | 'slow';

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly nonce: string | undefined;
  readonly kid: string | undefined;
  readonly payload: unknown;
}

interface Resource {
  status: string;
  [member: string]: unknown;
}

export class ScriptedCa {
  readonly seen: Seen[] = [];
  readonly #scripts = new Map<string, Reply[]>();
  readonly #nonces = new Set<string>();
  readonly #keys = new Map<string, JWK>();
  readonly #resources = new Map<string, Resource>();
  readonly #revoked = new Set<string>();
  readonly #slow: boolean;
  readonly #directory: object;
  #count = 0;

  /**
   * @param manner - a slow CA never finishes an order
   * @param without - what its directory does not name
   */
  constructor(manner: Manner = 'prompt', without: readonly string[] = []) {
    this.#slow = manner === 'slow';
    const named = Object.entries(DIRECTORY).filter(([name]) => !without.includes(name));
    this.#directory = Object.fromEntries(named);
  }

  /** The next answers to this request, `POST /order/1`; afterwards all is as usual. */
  script(request: string, ...replies: Reply[]): void {
    this.#scripts.set(request, [...(this.#scripts.get(request) ?? []), ...replies]);
  }

  /** What was asked, as `POST /order`. */
  get requests(): string[] {
    return this.seen.map(({ method, path }) => `${method} ${path}`);
  }

  /** Changes members of a resource (`/authz/1`). */
  change(path: string, members: object): void {
    Object.assign(this.#resource(path), members);
  }

  readonly exchange: Exchange = async (request, signal) => {
    signal?.throwIfAborted();
    const { pathname: path } = new URL(request.url);
    const jws = request.body === undefined ? undefined : parseJws(request.body);
    const { nonce, kid } = jws?.header ?? {};
    this.seen.push({ method: request.method, path, nonce, kid, payload: jws?.payload });
    const reply = this.#scripts.get(`${request.method} ${path}`)?.shift() ?? 'as usual';
    if (reply === 'hang') return untilAborted(signal);
    if (reply instanceof Error) {
      if (nonce !== undefined) this.#nonces.delete(nonce);
      throw reply;
    }
    const fault = jws && (await this.#faultOf(request, jws));
    if (fault) return this.#answer(request, fault);
    if (reply !== 'as usual' && 'status' in reply) return this.#answer(request, reply);
    const usual = this.#answer(request, this.#handle(path, jws));
    if (reply !== 'as usual') throw reply.lost;
    return usual;
  };

  async #faultOf(request: HttpRequest, jws: Jws): Promise<Scripted | undefined> {
    const { nonce, url, kid, jwk } = jws.header;
    if (nonce === undefined || !this.#nonces.delete(nonce)) return problem(400, 'badNonce');
    if (url !== request.url) return problem(400, 'malformed', 'url');
    if ((kid === undefined) === (jwk === undefined)) return problem(400, 'malformed', 'kid or jwk');
    const key = jwk ?? this.#keys.get(kid ?? '');
    if (!key) return problem(400, 'accountDoesNotExist');
    const body = JSON.parse(request.body ?? '') as FlattenedJson;
    const isSigned = flattenedVerify(body, await importJWK(key, jws.header.alg)).then(
      () => true,
      () => false,
    );
    if (!(await isSigned)) return problem(400, 'malformed', 'JWS verification error');
    return undefined;
  }

  #handle(path: string, jws: Jws | undefined): Scripted {
    if (path === '/dir') return { status: 200, body: this.#directory };
    if (path === '/nonce') return { status: 200 };
    if (path === '/account') return this.#newAccount(jws);
    if (path === '/order') return this.#newOrder(jws);
    if (path.startsWith('/cert/')) return { status: 200, body: PEM };
    const order = /^\/finalize(\/\d+)$/.exec(path)?.[1];
    if (order !== undefined) return this.#finalize(`/order${order}`);
    const challenge = /^\/challenge(\/\d+)$/.exec(path)?.[1];
    if (challenge !== undefined) return this.#challenge(`/authz${challenge}`, jws);
    if (path === '/key-change') return this.#changeKey(jws);
    if (path === '/revoke') return this.#revoke(jws);
    const resource = this.#resource(path);
    if (path.startsWith('/account/')) Object.assign(resource, jws?.payload);
    if (resource.status === 'pending' && Array.isArray(resource['authorizations'])) {
      resource.status = this.#readiness(resource['authorizations'] as readonly string[]);
    }
    // Only the answer to finalize says `processing`: at the first look the certificate is there.
    if (resource.status === 'processing' && !this.#slow) resource.status = 'valid';
    if (isDeactivation(jws?.payload)) resource.status = 'deactivated';
    return { status: 200, body: { ...resource } };
  }

  #newAccount(jws: Jws | undefined): Scripted {
    const jwk = jws?.header.jwk;
    const known = [...this.#keys].find(([, key]) => JSON.stringify(key) === JSON.stringify(jwk));
    if (known) return { status: 200, headers: { location: known[0] }, body: { status: 'valid' } };
    const { onlyReturnExisting, ...wanted } = jws?.payload as { onlyReturnExisting?: boolean };
    if (onlyReturnExisting || !jwk) return problem(400, 'accountDoesNotExist');
    const path = `/account/${++this.#count}`;
    const location = `${BASE}${path}`;
    this.#keys.set(location, jwk);
    this.#resources.set(path, { status: 'valid', orders: `${location}/orders`, ...wanted });
    return { status: 201, headers: { location }, body: { status: 'valid' } };
  }

  /** RFC 8555 §7.3.5: what the old key signs is a JWS of the new one. */
  #changeKey(outer: Jws | undefined): Scripted {
    const { kid, url } = outer?.header ?? {};
    const inner = parseJws(JSON.stringify(outer?.payload));
    const { account, oldKey } = inner.payload as { account: string; oldKey: JWK };
    const old = JSON.stringify(this.#keys.get(account));
    const isRight = kid === account && old === JSON.stringify(oldKey) && inner.header.url === url;
    if (!isRight || inner.header.nonce !== undefined || !inner.header.jwk) {
      return problem(400, 'malformed', 'key change');
    }
    this.#keys.set(account, inner.header.jwk);
    return { status: 200 };
  }

  #revoke(jws: Jws | undefined): Scripted {
    const { certificate } = jws?.payload as { certificate: string };
    if (this.#revoked.has(certificate)) return problem(400, 'alreadyRevoked');
    this.#revoked.add(certificate);
    return { status: 200 };
  }

  #newOrder(jws: Jws | undefined): Scripted {
    const { identifiers } = jws?.payload as { identifiers: { type: string; value: string }[] };
    const authorizations = identifiers.map(({ value }) => {
      const id = ++this.#count;
      const url = `${BASE}/challenge/${id}`;
      this.#resources.set(`/authz/${id}`, {
        status: 'pending',
        identifier: { type: 'dns', value: value.replace(/^\*\./, '') },
        ...(value.startsWith('*.') && { wildcard: true }),
        challenges: [
          { type: 'new-01', url: `${BASE}/new/${id}`, status: 'pending' },
          { type: 'dns-01', url, status: 'pending', token: `token-${id}` },
        ],
      });
      return `${BASE}/authz/${id}`;
    });
    const id = ++this.#count;
    const finalize = `${BASE}/finalize/${id}`;
    const order = { status: 'pending', identifiers, authorizations, finalize };
    this.#resources.set(`/order/${id}`, order);
    return { status: 201, headers: { location: `${BASE}/order/${id}` }, body: { ...order } };
  }

  #challenge(authorization: string, jws: Jws | undefined): Scripted {
    const resource = this.#resource(authorization);
    const challenge = (resource['challenges'] as Resource[]).find(({ type }) => type === 'dns-01');
    if (challenge && jws?.payload !== undefined) {
      if (challenge.status !== 'pending') return problem(400, 'malformed', 'answered already');
      challenge.status = resource.status = 'valid';
    }
    return { status: 200, body: { ...challenge } };
  }

  /** RFC 8555 §7.1.6. */
  #readiness(authorizations: readonly string[]): string {
    const statuses = authorizations.map((url) => this.#resource(new URL(url).pathname).status);
    if (statuses.some((status) => !['pending', 'valid'].includes(status))) return 'invalid';
    return statuses.every((status) => status === 'valid') ? 'ready' : 'pending';
  }

  #finalize(path: string): Scripted {
    const order = this.#resource(path);
    if (!['pending', 'ready'].includes(order.status)) return problem(403, 'orderNotReady');
    order.status = 'processing';
    order['certificate'] = `${BASE}/cert${path.slice('/order'.length)}`;
    return { status: 200, body: { ...order } };
  }

  #resource(path: string): Resource {
    const resource = this.#resources.get(path);
    if (!resource) throw new Error(`the scripted CA has no ${path}`);
    return resource;
  }

  #answer({ url, method }: HttpRequest, { status, headers, body }: Scripted): HttpAnswer {
    const nonce = `nonce-${++this.#count}`;
    if (method !== 'GET') this.#nonces.add(nonce);
    const fresh = method === 'GET' ? {} : { 'replay-nonce': nonce };
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
    return { url, status, headers: { ...fresh, ...headers }, body: text };
  }
}

/** A problem document (RFC 8555 §6.7) as a reply. */
export function problem(status: number, type: string, detail = type): Scripted {
  const document = { type: `urn:ietf:params:acme:error:${type}`, detail, status };
  return { status, headers: { 'content-type': 'application/problem+json' }, body: document };
}

const DIRECTORY = {
  newNonce: `${BASE}/nonce`,
  newAccount: `${BASE}/account`,
  newOrder: `${BASE}/order`,
  keyChange: `${BASE}/key-change`,
  revokeCert: `${BASE}/revoke`,
  renewalInfo: `${BASE}/renewal`,
  meta: {
    website: `${BASE}/about`,
    termsOfService: `${BASE}/terms`,
    caaIdentities: ['ca.example'],
    profiles: { classic: 'the usual one' },
  },
};

type Scripted = Exclude<Reply, string | Error | { readonly lost: Error }>;

interface FlattenedJson {
  protected: string;
  payload: string;
  signature: string;
}

interface Jws {
  readonly header: { alg: string; nonce?: string; url?: string; kid?: string; jwk?: JWK };
  readonly payload: unknown;
}

function parseJws(body: string): Jws {
  const jws = JSON.parse(body) as FlattenedJson;
  const decode = (part: string): unknown =>
    part === '' ? undefined : JSON.parse(Buffer.from(part, 'base64url').toString());
  return { header: decode(jws.protected) as Jws['header'], payload: decode(jws.payload) };
}

function isDeactivation(payload: unknown): boolean {
  return JSON.stringify(payload) === '{"status":"deactivated"}';
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}
