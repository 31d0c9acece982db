/** A small ACME server (RFC 8555) of the sandbox's own, whose answers a test can replace. */
import { ApiError, type Api, type ApiRequest, type ApiResponse, type Now } from '../../api.ts';
import { Accounts, type Account } from './accounts.ts';
import { authorizationDocument, Authorizations } from './authorizations.ts';
import { Certificates } from './certificates.ts';
import { dns01Problem, type LookUpTxt } from './challenges.ts';
import { BASE, directoryDocument, type CaSettings } from './directory.ts';
import { Nonces } from './nonces.ts';
import { Orders } from './orders.ts';
import { problem, problemDocument } from './problem.ts';
import { isPublic, resourceAt, type Resource } from './resources.ts';
import { answerBy, RuleBook } from './rule-book.ts';
import type { Instructions } from './rule.ts';
import { checkRequest, type SignedRequest } from './signed-request.ts';

/** A signed request that has been checked. */
interface Call extends SignedRequest {
  /** Absolute. */
  readonly url: string;
  readonly instructions: Instructions;
}

export class ScriptedCa {
  readonly rules = new RuleBook();
  readonly #nonces = new Nonces();
  readonly #accounts = new Accounts();
  readonly #authorizations = new Authorizations();
  readonly #orders: Orders;
  readonly #certificates: Certificates;
  readonly #lookUp: LookUpTxt;
  #settings: CaSettings = {};

  constructor(options: { readonly lookUp: LookUpTxt; readonly now: Now }) {
    this.#lookUp = options.lookUp;
    this.#orders = new Orders(this.#authorizations, options.now);
    this.#certificates = new Certificates(options.now);
  }

  /** Replaces all of them. */
  set(settings: CaSettings): void {
    this.#settings = settings;
  }

  async rootPem(): Promise<string> {
    return (await this.#certificates.issuer()).rootPem;
  }

  readonly api: Api = async (request) => {
    const resource = resourceAt(request.url.pathname);
    const { status, headers, body } = await this.#answer(request, resource).catch(
      (error: unknown) => {
        if (error instanceof ApiError) return error.response;
        throw error;
      },
    );
    const givesNonce = request.method === 'POST' || resource === 'newNonce';
    return {
      status,
      headers: {
        'Cache-Control': 'no-store',
        Link: `<${BASE}/directory>;rel="index"`,
        ...(givesNonce && { 'Replay-Nonce': this.#nonces.issue() }),
        ...headers,
      },
      body,
    };
  };

  async #answer(request: ApiRequest, resource: Resource | undefined): Promise<ApiResponse> {
    if (resource === undefined) throw problem('malformed', 'There is nothing here.', 404);
    if (isPublic(resource) === (request.method === 'POST')) {
      throw problem('malformed', `Not by ${request.method}.`, 405);
    }
    if (isPublic(resource)) {
      const rule = this.rules.take(resource, request.client);
      return answerBy(rule, () => Promise.resolve(this.#publish(resource, request.url)));
    }
    const isByKey = resource === 'newAccount';
    const known = { nonces: this.#nonces, accounts: this.#accounts, isByKey };
    const signed = checkRequest(request, known);
    const rule = this.rules.take(resource, request.client);
    const call = { ...signed, url: request.url.href, instructions: rule?.instructions ?? {} };
    return answerBy(rule, () => this.#serve(resource, call));
  }

  #publish(resource: Resource, url: URL): ApiResponse {
    if (resource === 'newNonce') return { status: 200 };
    if (resource === 'directory') return { status: 200, body: directoryDocument(this.#settings) };
    if (this.#settings.renewalInfo !== true) {
      throw problem('malformed', 'There is no renewal information.', 404);
    }
    return this.#certificates.renewalInfo(url.pathname.split('/').at(-1) ?? '');
  }

  async #serve(resource: Resource, call: Call): Promise<ApiResponse> {
    const { account, url, instructions, payload } = call;
    if (account === undefined) {
      return this.#accounts.register(call.jwk, payload ?? {}, this.#settings);
    }
    switch (resource) {
      case 'newOrder':
        return this.#orders.create(account, payload ?? {}, this.#settings, instructions);
      case 'account':
        if (account.url !== url) throw problem('unauthorized', 'Not your account.', 403);
        return this.#accounts.update(account, payload);
      case 'order':
        return this.#orders.response(this.#orders.of(account, url), 200);
      case 'authorization': {
        const authorization = this.#authorizations.of(account, url);
        if (payload?.['status'] === 'deactivated') authorization.status = 'deactivated';
        return { status: 200, body: authorizationDocument(authorization) };
      }
      case 'challenge':
        return this.#challenge(account, call);
      case 'finalize':
        return this.#finalize(account, call);
      default:
        return this.#certificates.response(account, url);
    }
  }

  #challenge(account: Account, { url, payload, instructions }: Call): ApiResponse {
    const { authorization, challenge } = this.#authorizations.withChallenge(account, url);
    if (payload !== undefined && challenge.status === 'pending') {
      challenge.status = 'processing';
      const { finding } = instructions;
      const looking = finding
        ? Promise.resolve(problemDocument(finding.type, finding.detail))
        : dns01Problem(authorization, challenge, this.#lookUp);
      void looking.then((error) => {
        challenge.status = error ? 'invalid' : 'valid';
        if (error) challenge.error = error;
        if (!error || instructions.leavePending !== true) authorization.status = challenge.status;
      });
    }
    const up = `<${authorization.url}>;rel="up"`;
    return { status: 200, headers: { Link: up }, body: challenge };
  }

  async #finalize(account: Account, { url, payload, instructions }: Call): Promise<ApiResponse> {
    const order = this.#orders.of(account, url.replace(/\/finalize$/, ''));
    const status = this.#orders.status(order);
    if (status !== 'ready') throw problem('orderNotReady', `The order is ${status}.`, 403);
    await this.#certificates.finalize(order, payload ?? {}, instructions);
    return this.#orders.response(order, 200);
  }
}
