/** Whether published TXT values can be seen by a CA: a verdict on what the name servers said. */
import type { TxtLook } from './name-servers.ts';

/**
 * `everywhere`: every reachable server has every value, and at least one is reachable.
 * `partly`, `nowhere`: some or none of the reachable servers have every value.
 * `unreachable`: no server answered. `loop`: the CNAMEs lead nowhere.
 */
export type PropagationState = 'everywhere' | 'partly' | 'nowhere' | 'unreachable' | 'loop';

export interface Propagation {
  readonly state: PropagationState;
  /** How many servers have every value … */
  readonly have: number;
  /** … out of how many that answered. */
  readonly of: number;
  /** Servers that answered without at least one of the values. */
  readonly missingAt: readonly string[];
  /** Servers that gave no answer. */
  readonly unreachable: readonly string[];
}

/** A CA asks one server of its choice from several places: one that lags can fail the challenge. */
export function judgePropagation(expected: readonly string[], look: TxtLook): Propagation {
  const reachable = look.servers.filter((server) => server.failure === undefined);
  const missing = reachable.filter(
    (server) => !expected.every((value) => server.values.includes(value)),
  );
  const have = reachable.length - missing.length;
  return {
    state: look.loop ? 'loop' : stateOf(have, reachable.length),
    have,
    of: reachable.length,
    missingAt: missing.map(({ server }) => server),
    unreachable: look.servers
      .filter((server) => server.failure !== undefined)
      .map(({ server }) => server),
  };
}

function stateOf(have: number, of: number): PropagationState {
  if (of === 0) return 'unreachable';
  if (have === of) return 'everywhere';
  return have === 0 ? 'nowhere' : 'partly';
}

const FIRST_DELAY = 500;
const LONGEST_DELAY = 5000;

/**
 * Milliseconds to wait before the next look: Azure DNS mostly serves a change within seconds, and a
 * slow zone is not worth a query twice a second.
 * @param previous what was waited last; undefined before the first wait
 */
export function nextDelay(previous: number | undefined): number {
  return previous === undefined ? FIRST_DELAY : Math.min(previous * 1.5, LONGEST_DELAY);
}
