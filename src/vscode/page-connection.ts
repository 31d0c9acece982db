/** The host's end of the protocol of webview pages. Knows nothing of the editor but a port. */
import { isDeepStrictEqual } from 'node:util';
import { isCertError } from '../domain/errors.ts';
import { isPageMessage } from '../webview/protocol.ts';
import type { CallGuards, Calls, HostMessage, Problem } from '../webview/protocol.ts';

/** The messages of one webview; `vscode.Webview` has this shape. */
export interface HostPort {
  postMessage(message: HostMessage): PromiseLike<boolean>;
  onDidReceiveMessage(receive: (message: unknown) => void): { dispose(): void };
}

/** What is done for each call; the signal is aborted when the page no longer waits. */
export type CallHandlers<C extends Calls<C>> = {
  readonly [K in keyof C]: (ask: C[K]['ask'], signal: AbortSignal) => Promise<C[K]['answer']>;
};

export interface PageConnectionOptions<S extends object, C extends Calls<C>> {
  readonly port: HostPort;
  readonly bundle: Readonly<Record<string, string>>;
  /** Shown as soon as the page listens, and again after each load of it. */
  readonly initial: S;
  readonly calls: CallGuards<C>;
  readonly handlers: CallHandlers<C>;
  readonly problemOf: (error: unknown) => Problem;
  /** Told of messages that are none of the protocol. */
  readonly warn: (message: string) => void;
}

export interface PageConnection<S extends object> {
  /** Pushes what has changed of the state; before the page is ready all of it is kept for it. */
  show(state: S): void;
  dispose(): void;
}

/** Serves one page until it is disposed; then every call under way is cancelled. */
export function servePage<S extends object, C extends Calls<C>>(
  options: PageConnectionOptions<S, C>,
): PageConnection<S> {
  const { port, bundle, calls, handlers, problemOf, warn } = options;
  const running = new Map<number, AbortController>();
  let state = options.initial;
  let ready = false;
  let disposed = false;

  const post = (message: HostMessage): void => {
    // A page that was closed in the meantime misses nothing.
    if (!disposed) void port.postMessage(message);
  };

  const abandonCalls = (): void => {
    for (const controller of running.values()) controller.abort();
    running.clear();
  };

  const answer = async (name: keyof C, id: number, ask: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const value = await handlers[name](ask, controller.signal);
      if (!controller.signal.aborted) post({ type: 'answer', id, value });
    } catch (error) {
      if (!controller.signal.aborted) post({ type: 'refusal', id, problem: problemOf(error) });
    } finally {
      if (running.get(id) === controller) running.delete(id);
    }
  };

  const receive = (message: unknown): void => {
    if (!isPageMessage(message)) {
      warn('A page has sent a message that is none of its protocol.');
      return;
    }
    switch (message.type) {
      case 'ready':
        // Also after a reload of the page: nobody waits for what the former one has asked.
        abandonCalls();
        ready = true;
        post({ type: 'start', bundle, state });
        return;
      case 'cancel':
        running.get(message.id)?.abort();
        return;
      case 'call': {
        const { id, name, ask } = message;
        if (!isCallOf(calls, name) || !calls[name].ask(ask) || running.has(id)) {
          warn('A page has made a call that is none of its protocol.');
          return;
        }
        void answer(name, id, ask);
      }
    }
  };

  const subscription = port.onDidReceiveMessage(receive);
  return {
    show(next) {
      const change = changeBetween(state, next);
      state = next;
      if (ready && change) post({ type: 'change', ...change });
    },
    dispose() {
      disposed = true;
      abandonCalls();
      subscription.dispose();
    },
  };
}

/**
 * A form is shown a few times in a second while it is at work, with the vaults of a whole company in
 * its state. undefined: nothing has changed.
 */
function changeBetween(
  before: object,
  next: object,
): Omit<Extract<HostMessage, { type: 'change' }>, 'type'> | undefined {
  const [old, now] = [membersOf(before), membersOf(next)];
  const fresh = [...now].filter(([name, value]) => !isDeepStrictEqual(value, old.get(name)));
  const gone = [...old.keys()].filter((name) => !now.has(name));
  return fresh.length + gone.length === 0
    ? undefined
    : { members: Object.fromEntries(fresh), gone };
}

/** As JSON has them. */
function membersOf(state: object): ReadonlyMap<string, unknown> {
  const members = Object.entries(state).map(([name, value]): [string, unknown] => [name, value]);
  return new Map(members.filter(([, value]) => value !== undefined));
}

function isCallOf<C extends object>(calls: C, name: PropertyKey): name is keyof C {
  return Object.hasOwn(calls, name);
}

/** True where the person has cancelled, or what was asked is no longer wanted. */
export function isCancellation(error: unknown): boolean {
  return isCertError(error, 'Cancelled') || (error instanceof Error && error.name === 'AbortError');
}
