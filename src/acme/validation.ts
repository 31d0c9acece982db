/** Waiting for the validation of all names of an order (RFC 8555 §7.5.1) with few requests. */
import type { AcmeAuthorization, AcmeOrder, ValidationWatch } from '../domain/acme.ts';
import { CertError } from '../domain/errors.ts';
import { lookAtAuthorization } from './authorization.ts';
import { pause } from './cancellation.ts';
import type { CaConnection, SigningAccount } from './ca-connection.ts';
import { lookAtOrder, notInvalid } from './order.ts';
import { DECISION_LIMIT_MS, type Looked, poll } from './polling.ts';

const WAITING_FOR = 'a validation';

/** So many looks at the order come before one at each of its authorizations. */
const ORDER_LOOKS = 2;

/**
 * An answered challenge that is tried again is `processing` (RFC 8555 §7.1.6). One that stays
 * `pending` with an error waits for us: nothing more will come (step-ca).
 */
const PENDING_FAILURE_MS = 10_000;

/** No CA is quicker: a look before then is a request for nothing. Where it is far away it is later anyhow. */
const FIRST_LOOK_MS = 60;

/** A CA nearby has looked by then; signing takes longer. Of many, each would wait for its second look. */
const FIRST_WAIT_MS = 250;

/**
 * The authorizations that have failed; none: all are valid. The order alone tells that all are
 * valid, with one request for a hundred names; its authorizations are looked at where it says that
 * one is not, and now and then, because some CAs leave the order of a failed one pending.
 *
 * @throws CertError OrderInvalid if it is not for an authorization; CaTimeout
 */
export async function awaitValidation(
  ca: CaConnection,
  account: SigningAccount,
  order: AcmeOrder,
  { told, answered }: ValidationWatch,
  signal?: AbortSignal,
): Promise<readonly AcmeAuthorization[]> {
  const watch = new Looks(ca, account, order, told);
  const early = answered === undefined ? 0 : FIRST_LOOK_MS - (ca.clock.now() - answered);
  if (early > 0) await pause(ca.clock, Math.min(early, FIRST_LOOK_MS), signal, WAITING_FOR);
  await poll(
    {
      clock: ca.clock,
      limitMs: DECISION_LIMIT_MS,
      firstWaitMs: FIRST_WAIT_MS,
      waitingFor: WAITING_FOR,
      look: (lookSignal) => watch.look(lookSignal),
      settled: ({ done }) => done,
      expired: (_last, seconds) => watch.timeout(seconds),
    },
    signal,
  );
  return watch.failed;
}

class Looks {
  readonly failed: AcmeAuthorization[] = [];
  readonly #ca: CaConnection;
  readonly #account: SigningAccount;
  readonly #order: AcmeOrder;
  readonly #told: ValidationWatch['told'];
  /** Authorizations that are not decided; what was seen of them last. */
  readonly #open: Map<string, AcmeAuthorization | undefined>;
  /** When a challenge was first seen to be pending with an error, by the authorization's URL. */
  readonly #failing = new Map<string, number>();
  #looks = 0;

  constructor(
    ca: CaConnection,
    account: SigningAccount,
    order: AcmeOrder,
    told: ValidationWatch['told'],
  ) {
    this.#ca = ca;
    this.#account = account;
    this.#order = order;
    this.#told = told;
    this.#open = new Map(order.authorizations.map((url) => [url, undefined]));
  }

  async look(signal?: AbortSignal): Promise<Looked<{ readonly done: boolean }>> {
    this.#looks += 1;
    const isTurnOfOrder = this.#looks % (ORDER_LOOKS + 1) !== 0 && this.failed.length === 0;
    return isTurnOfOrder ? this.#lookAtOrder(signal) : this.#lookAtOpen(signal);
  }

  timeout(seconds: number): CertError {
    const [last] = this.#open.values();
    const lastProblem = last?.problem?.detail;
    return new CertError('CaTimeout', {
      ca: this.#ca.name,
      waitedFor: { kind: 'validation', name: last?.name ?? this.#order.names[0] ?? '' },
      seconds,
      ...(lastProblem && { lastProblem }),
    });
  }

  async #lookAtOrder(signal?: AbortSignal): Promise<Looked<{ readonly done: boolean }>> {
    const { value, answer } = await lookAtOrder(this.#ca, this.#account, this.#order.url, signal);
    if (value.status === 'pending') return { value: { done: false }, answer };
    if (value.status !== 'invalid') return { value: { done: true }, answer };
    const looked = await this.#lookAtOpen(signal);
    // It has become invalid for something else: it has expired, or its CAA records forbid it.
    if (this.failed.length === 0) notInvalid(this.#ca, value);
    return looked;
  }

  async #lookAtOpen(signal?: AbortSignal): Promise<Looked<{ readonly done: boolean }>> {
    const looks = [...this.#open.keys()].map((url) =>
      lookAtAuthorization(this.#ca, this.#account, url, signal),
    );
    const looked = await Promise.all(looks);
    for (const { value } of looked) this.#judge(value);
    const [first] = looked;
    if (!first) throw new CertError('Unexpected', { message: 'an order without authorizations' });
    return { value: { done: this.#open.size === 0 }, answer: first.answer };
  }

  /** A failed challenge decides, too, although some CAs leave its authorization pending. */
  #judge(authorization: AcmeAuthorization): void {
    const { url, status, dns01 } = authorization;
    this.#open.set(url, authorization);
    const isOver = dns01?.status === 'invalid' || this.#isLeft(authorization);
    if (status === 'pending' && !isOver) return;
    this.#open.delete(url);
    if (status === 'valid') this.#told?.(url);
    else this.failed.push(authorization);
  }

  #isLeft({ url, dns01, problem }: AcmeAuthorization): boolean {
    if (dns01?.status !== 'pending' || !problem) return false;
    const now = this.#ca.clock.now();
    const since = this.#failing.get(url) ?? now;
    this.#failing.set(url, since);
    return now - since >= PENDING_FAILURE_MS;
  }
}
