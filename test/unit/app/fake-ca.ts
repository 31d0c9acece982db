/** A CA in memory: accounts, orders, DNS-01 against whatever `valuesAt` shows. */
import { createHash } from 'node:crypto';
import type { AccountSigner } from '../../../src/domain/account-key.ts';
import type {
  AcmeAccountState,
  AcmeAuthorization,
  AcmeCa,
  AcmeDirectory,
  AcmeOrder,
  AcmeOrderRequest,
  AcmeRenewalInfo,
  AcmeSession,
  Registration,
  RevocationReason,
} from '../../../src/domain/acme.ts';
import { CertError } from '../../../src/domain/errors.ts';
import { fakeChain } from './fake-pki.ts';
import type { Wire } from './wire.ts';

interface Order {
  readonly names: readonly string[];
  readonly authorizations: readonly string[];
  chain: string | undefined;
}

interface Authorization {
  readonly name: string;
  status: AcmeAuthorization['status'];
}

export class FakeCa implements AcmeCa {
  readonly url: string;
  /** What the directory says besides its URL. */
  offer: Pick<AcmeDirectory, 'terms' | 'profiles' | 'externalAccountRequired'> = {
    terms: 'https://ca.example/terms/1',
    profiles: { classic: '', tlsserver: '' },
    externalAccountRequired: false,
  };
  /** What it says about every certificate. */
  renewal: AcmeRenewalInfo | undefined;
  /** Orders stay pending when they have expired: some CAs do not look. */
  ordersExpire: Date | undefined;
  /** What was ordered. */
  readonly ordered: AcmeOrderRequest[] = [];
  /** What accounts were registered with. */
  readonly registrations: Registration[] = [];
  /** How many certificates were issued. */
  issued = 0;
  readonly #wire: Wire;
  readonly #valuesAt: (record: string) => readonly string[];
  readonly #accounts = new Map<string, string>();
  readonly #orders = new Map<string, Order>();
  readonly #authorizations = new Map<string, Authorization>();

  constructor(url: string, wire: Wire, valuesAt: (record: string) => readonly string[]) {
    this.url = url;
    this.#wire = wire;
    this.#valuesAt = valuesAt;
  }

  /** Statuses of all authorizations, in their order. */
  get authorizations(): readonly string[] {
    return [...this.#authorizations.values()].map(({ status }) => status);
  }

  forgetAccounts(): void {
    this.#accounts.clear();
  }

  forgetOrders(): void {
    this.#orders.clear();
  }

  directory(signal?: AbortSignal): Promise<AcmeDirectory> {
    const directory: AcmeDirectory = {
      url: this.url,
      caaIdentities: [],
      hasRenewalInfo: this.renewal !== undefined,
      keyRollover: true,
      revocation: true,
      website: undefined,
      ...this.offer,
    };
    return this.#wire.pass('ca.directory', () => directory, signal);
  }

  newAccountKey(): Promise<string> {
    return Promise.resolve(`account-key-${this.#accounts.size}`);
  }

  localSigner(key: string): AccountSigner {
    const jwk = { kty: 'RSA', n: key, e: 'AQAB' } as const;
    return { jwk, alg: 'RS256', sign: () => Promise.reject(new Error('nothing is signed here')) };
  }

  findAccount(signer: AccountSigner, signal?: AbortSignal): Promise<string | undefined> {
    return this.#wire.pass('ca.findAccount', () => this.#accounts.get(keyOf(signer)), signal);
  }

  registerAccount(
    signer: AccountSigner,
    registration: Registration = {},
    signal?: AbortSignal,
  ): Promise<string> {
    const key = keyOf(signer);
    const register = (): string => {
      this.registrations.push(registration);
      const url = this.#accounts.get(key) ?? `${this.url}/account/${this.#accounts.size + 1}`;
      this.#accounts.set(key, url);
      return url;
    };
    return this.#wire.pass('ca.registerAccount', register, signal);
  }

  renewalInfo(_certId: string, signal?: AbortSignal): Promise<AcmeRenewalInfo | undefined> {
    return this.#wire.pass('ca.renewalInfo', () => this.renewal, signal);
  }

  revokeByKey(
    _signer: AccountSigner,
    _der: Uint8Array,
    _reason: RevocationReason,
    signal?: AbortSignal,
  ): Promise<void> {
    return this.#wire.pass('ca.revokeByKey', () => undefined, signal);
  }

  session({ signer, url }: { signer: AccountSigner; url: string }): AcmeSession {
    const key = keyOf(signer);
    const ask = <T>(method: string, effect: () => T, signal?: AbortSignal): Promise<T> => {
      const answer = (): T => {
        if (!this.#accounts.has(key)) throw problem('accountDoesNotExist', 400);
        return effect();
      };
      return this.#wire.pass(`ca.${method}`, answer, signal);
    };
    const account: AcmeAccountState = {
      url,
      status: 'valid',
      contact: [],
      termsAgreed: true,
      orders: undefined,
    };
    return {
      newOrder: (request, signal) => ask('newOrder', () => this.#newOrder(request), signal),
      order: (url, signal) => ask('order', () => this.#order(url), signal),
      authorizations: ({ authorizations }, signal) =>
        ask('authorizations', () => authorizations.map((url) => this.#authorization(url)), signal),
      answer: ({ url }, signal) =>
        ask(
          'answer',
          () => {
            this.#validate(url);
          },
          signal,
        ),
      awaitValidation: ({ authorizations }, { told }, signal) =>
        ask('awaitValidation', () => this.#failed(authorizations, told), signal),
      finalize: ({ url }, csr, signal) => ask('finalize', () => this.#finalize(url, csr), signal),
      awaitOrder: (url, _until, signal) => ask('awaitOrder', () => this.#order(url), signal),
      downloadCertificate: ({ url }, _wish, signal) =>
        ask('download', () => this.#orders.get(url)?.chain ?? '', signal),
      deactivate: (url, signal) =>
        ask(
          'deactivate',
          () => {
            this.#found(url).status = 'deactivated';
          },
          signal,
        ),
      account: (signal) => ask('account', () => account, signal),
      updateContact: (contact, signal) =>
        ask('updateContact', () => Object.assign(account, { contact }), signal),
      deactivateAccount: (signal) =>
        ask('deactivateAccount', () => Object.assign(account, { status: 'deactivated' }), signal),
      rollOver: (newSigner, signal) =>
        ask(
          'rollOver',
          () => {
            this.#accounts.delete(key);
            this.#accounts.set(keyOf(newSigner), url);
          },
          signal,
        ),
      revoke: (_der, _reason, signal) => ask('revoke', () => undefined, signal),
    };
  }

  #newOrder(request: AcmeOrderRequest): AcmeOrder {
    const { names } = request;
    this.ordered.push(request);
    const url = `${this.url}/order/${this.#orders.size + 1}`;
    const authorizations = names.map((name) => {
      const authorization = `${url}/authorization/${name}`;
      this.#authorizations.set(authorization, { name, status: 'pending' });
      return authorization;
    });
    this.#orders.set(url, { names, authorizations, chain: undefined });
    return this.#order(url);
  }

  #order(url: string): AcmeOrder {
    const order = this.#orders.get(url);
    if (!order) throw problem('malformed', 404);
    const { names, authorizations, chain } = order;
    const statuses = authorizations.map((each) => this.#found(each).status);
    const open = statuses.every((status) => status === 'valid') ? 'ready' : 'pending';
    const failed = statuses.some((status) => status !== 'valid' && status !== 'pending');
    const certificate = chain === undefined ? undefined : `${url}/certificate`;
    const more = { finalize: `${url}/finalize`, expires: this.ordersExpire, problem: undefined };
    const status = chain === undefined ? (failed ? 'invalid' : open) : 'valid';
    return { url, names, authorizations, status, certificate, ...more };
  }

  #authorization(url: string): AcmeAuthorization {
    const { name, status } = this.#found(url);
    const txtValue = createHash('sha256').update(url).digest('base64url');
    const problem = status === 'invalid' ? { type: 'unauthorized', detail: 'no TXT' } : undefined;
    return { url, name, status, dns01: { url, status, txtValue }, offered: ['dns-01'], problem };
  }

  #failed(
    urls: readonly string[],
    told: ((url: string) => void) | undefined,
  ): readonly AcmeAuthorization[] {
    for (const url of urls) if (this.#found(url).status === 'valid') told?.(url);
    return urls.map((url) => this.#authorization(url)).filter(({ status }) => status !== 'valid');
  }

  #validate(url: string): void {
    const authorization = this.#found(url);
    const record = `_acme-challenge.${authorization.name.replace('*.', '')}`;
    const { txtValue } = this.#authorization(url).dns01 ?? { txtValue: '' };
    authorization.status = this.#valuesAt(record).includes(txtValue) ? 'valid' : 'invalid';
  }

  #finalize(url: string, csr: Uint8Array): AcmeOrder {
    const order = this.#orders.get(url);
    if (order === undefined || this.#order(url).status !== 'ready') {
      throw problem('orderNotReady', 403);
    }
    this.issued += 1;
    order.chain = fakeChain(csr, `serial-${this.issued}`);
    return this.#order(url);
  }

  #found(url: string): Authorization {
    const found = this.#authorizations.get(url);
    if (!found) throw problem('malformed', 404);
    return found;
  }
}

function keyOf({ jwk }: AccountSigner): string {
  return jwk.kty === 'RSA' ? jwk.n : jwk.x;
}

function problem(type: string, status: number): CertError {
  return new CertError('AcmeProblem', {
    ca: 'Fake CA',
    type,
    status,
    detail: type,
    subproblems: [],
  });
}
