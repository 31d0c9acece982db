/** The page's end of the protocol. */
import type { CallGuards, Calls, HostMessage, PageMessage, Problem } from './protocol.ts';
import { isHostMessage } from './protocol.ts';
import type { Guard } from '../domain/shape.ts';

/** How messages leave the page and come in. */
export interface PagePort {
  post(message: PageMessage): void;
  /** Called with whatever arrives, from whomever. */
  listen(receive: (message: unknown) => void): void;
}

/** Runs `work` after `ms`; what it returns calls it off. */
export type Later = (ms: number, work: () => void) => () => void;

export interface CallOptions {
  /** Aborted: the host is told and nothing comes back but the signal's reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which nobody waits any longer. */
  readonly timeoutMs?: number;
}

export interface HostConnection<C extends Calls<C>> {
  /** @throws RefusedCall, CallTimedOut, the signal's reason */
  call<K extends keyof C & string>(
    name: K,
    ask: C[K]['ask'],
    options?: CallOptions,
  ): Promise<C[K]['answer']>;
}

/** The host has answered with an error. */
export class RefusedCall extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'RefusedCall';
    this.problem = problem;
  }
}

/** No answer came in time, or one that makes no sense. */
export class CallTimedOut extends Error {
  constructor(name: string) {
    super(`no answer to ${name}`);
    this.name = 'CallTimedOut';
  }
}

/** Most calls go as far as Azure and a CA; what takes longer is no answer any more. */
const CALL_TIMEOUT = 90_000;

export interface ConnectionOptions<S extends object, C extends Calls<C>> {
  readonly port: PagePort;
  readonly calls: CallGuards<C>;
  readonly isState: Guard<S>;
  readonly later: Later;
  /** Comes first, once; again only if the host has started anew. */
  readonly onStart: (bundle: Readonly<Record<string, string>>, state: S) => void;
  readonly onState: (state: S) => void;
}

/** Listens, then says `ready`. Messages that are none of ours are ignored. */
export function connectToHost<S extends object, C extends Calls<C>>(
  options: ConnectionOptions<S, C>,
): HostConnection<C> {
  const { port, calls, isState, later, onStart, onState } = options;
  /** As the host has it; believed only if it is a state. */
  let held: unknown;
  const waiting = new Map<number, (message: HostMessage) => void>();
  let lastId = 0;

  const receive = (message: unknown): void => {
    if (!isHostMessage(message)) return;
    switch (message.type) {
      case 'start':
        held = message.state;
        if (isState(held)) onStart(message.bundle, held);
        return;
      case 'change':
        held = changed(held, message);
        if (isState(held)) onState(held);
        return;
      case 'answer':
      case 'refusal':
        waiting.get(message.id)?.(message);
    }
  };

  port.listen(receive);
  port.post({ type: 'ready' });
  return {
    call(name, ask, { signal, timeoutMs = CALL_TIMEOUT } = {}) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const settle = (finish: () => void): void => {
          waiting.delete(id);
          callOff();
          signal?.removeEventListener('abort', onAbort);
          finish();
        };
        const giveUp = (reason: Error): void => {
          settle(() => {
            port.post({ type: 'cancel', id });
            reject(reason);
          });
        };
        const onAbort = (): void => {
          giveUp(asError(signal?.reason));
        };
        const callOff = later(timeoutMs, () => {
          giveUp(new CallTimedOut(name));
        });
        signal?.addEventListener('abort', onAbort);
        waiting.set(id, (message) => {
          settle(() => {
            if (message.type === 'refusal') {
              reject(new RefusedCall(message.problem));
              return;
            }
            const value = message.type === 'answer' ? message.value : undefined;
            if (calls[name].answer(value)) resolve(value);
            else reject(new CallTimedOut(name));
          });
        });
        port.post({ type: 'call', id, name, ask });
      });
    },
  };
}

/** What has not changed stays the same object, so that nothing is done for it. */
function changed(
  state: unknown,
  { members, gone }: Extract<HostMessage, { type: 'change' }>,
): Readonly<Record<string, unknown>> {
  const before = typeof state === 'object' ? { ...state } : {};
  const stays = Object.entries(before).filter(([name]) => !gone.includes(name));
  return { ...Object.fromEntries(stays), ...members };
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
