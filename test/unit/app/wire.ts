/**
 * The way to everybody else: vault, DNS, CA, disk. Every call of the fakes passes here, is noted in
 * its order, and can be lost on its way there or on its way back.
 */
import { CertError } from '../../../src/domain/errors.ts';

/**
 * What becomes of a call. `answer-lost` has its effect all the same; `answered-late` too, but whoever
 * has given up by then does not hear of it.
 */
export type Fate = 'happens' | 'never-happens' | 'answer-lost' | 'answered-late';

export class Wire {
  /** `port.method`, in the order in which they set out. */
  readonly calls: string[] = [];
  /** Asked for every call; `n` counts from 1. */
  fate: (n: number, call: string) => Fate = () => 'happens';

  async pass<T>(call: string, effect: () => T, signal?: AbortSignal): Promise<T> {
    const fate = this.fate(this.calls.push(call), call);
    await Promise.resolve();
    if (fate === 'happens') signal?.throwIfAborted();
    const result = fate === 'never-happens' ? undefined : effect();
    signal?.throwIfAborted();
    if (fate === 'never-happens' || fate === 'answer-lost') {
      throw new CertError('HostUnreachable', { host: call, reason: fate });
    }
    return result as T;
  }
}

/** The n-th call fails, all others go through. */
export function failAt(n: number, fate: Fate): Wire['fate'] {
  return (at) => (at === n ? fate : 'happens');
}

/** The process is killed during its n-th call: nothing that it tries afterwards has any effect. */
export function killAt(n: number, fate: Fate): Wire['fate'] {
  return (at) => (at < n ? 'happens' : at === n ? fate : 'never-happens');
}
