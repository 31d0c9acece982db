import { EventEmitter, once } from 'node:events';
import { matches, type Fault, type MatchableRequest } from './fault.ts';

/** A fault as the control endpoint shows it. */
export interface FaultState {
  readonly id: string;
  readonly kind: Fault['action']['kind'];
  readonly when: Fault['when'];
  readonly nth: number;
  readonly count: number;
  /** Requests that fitted the pattern so far. */
  readonly matched: number;
  /** Requests that it was applied to so far. */
  readonly applied: number;
  /** Requests that wait in it now. */
  readonly held: number;
  /** All `count` requests are over; once released, all to which it was applied until then. */
  readonly done: boolean;
}

/** One fault's part in one request; `finish` must be called when it is over. */
export interface DueFault {
  readonly id: string;
  readonly fault: Fault;
  /** Resolves when the fault is released, or at once if it was; marks the request as held. */
  readonly hold: (gone: AbortSignal) => Promise<void>;
  readonly finish: () => void;
}

interface Page {
  readonly id: string;
  readonly fault: Fault;
  readonly released: AbortController;
  matched: number;
  applied: number;
  finished: number;
  held: number;
}

/** The faults that are set, and how far each has come. */
export class FaultBook {
  readonly #pages = new Map<string, Page>();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  #lastId = 0;

  add(fault: Fault): FaultState {
    this.#lastId += 1;
    const page: Page = {
      id: String(this.#lastId),
      fault,
      released: new AbortController(),
      matched: 0,
      applied: 0,
      finished: 0,
      held: 0,
    };
    this.#pages.set(page.id, page);
    return describe(page);
  }

  list(): readonly FaultState[] {
    return [...this.#pages.values()].map(describe);
  }

  get(id: string): FaultState | undefined {
    const page = this.#pages.get(id);
    return page === undefined ? undefined : describe(page);
  }

  /** Counts the request for every fault that fits it; returns those that apply, oldest first. */
  take(request: MatchableRequest): readonly DueFault[] {
    const due: DueFault[] = [];
    for (const page of this.#pages.values()) {
      if (page.released.signal.aborted || !matches(page.fault.match, request)) continue;
      page.matched += 1;
      const { nth, count } = page.fault;
      if (page.matched < nth || page.matched >= nth + count) continue;
      page.applied += 1;
      due.push(this.#due(page));
    }
    return due;
  }

  /** Lets go what it holds; it applies to nothing from now on. False for an unknown id. */
  release(id: string): boolean {
    const page = this.#pages.get(id);
    page?.released.abort();
    this.#changes.emit('change');
    return page !== undefined;
  }

  /** Releases and forgets all. */
  clear(): void {
    for (const page of this.#pages.values()) page.released.abort();
    this.#pages.clear();
    this.#changes.emit('change');
  }

  /**
   * Waits until the fault holds a request or is done, or until `signal`.
   * Resolves with the state at that time; undefined for an unknown id.
   */
  async wait(
    id: string,
    what: 'held' | 'done',
    signal: AbortSignal,
  ): Promise<FaultState | undefined> {
    for (;;) {
      const state = this.get(id);
      const reached = state === undefined || state.done || (what === 'held' && state.held > 0);
      if (reached || signal.aborted) return state;
      await once(this.#changes, 'change', { signal }).catch(() => undefined);
    }
  }

  #due(page: Page): DueFault {
    return {
      id: page.id,
      fault: page.fault,
      hold: async (gone) => {
        page.held += 1;
        this.#changes.emit('change');
        await whenAborted(AbortSignal.any([page.released.signal, gone]));
        page.held -= 1;
      },
      finish: () => {
        page.finished += 1;
        this.#changes.emit('change');
      },
    };
  }
}

function describe(page: Page): FaultState {
  const { action, when, nth, count } = page.fault;
  const { id, matched, applied, held } = page;
  const over = page.released.signal.aborted && page.finished === applied;
  const done = page.finished >= count || over;
  return { id, kind: action.kind, when, nth, count, matched, applied, held, done };
}

async function whenAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
