/** Whether published TXT values can be seen by a CA: a verdict on what the name servers said. */
import type { ServerAnswer, TxtLook } from './name-servers.ts';

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
  /** The servers that have every value. */
  readonly hasAt: readonly string[];
  /** Servers that answered without at least one of the values. */
  readonly missingAt: readonly string[];
  /** Servers that gave no answer. */
  readonly unreachable: readonly string[];
}

/** A CA asks one server of its choice from several places: one that lags can fail the challenge. */
export function judgePropagation(expected: readonly string[], look: TxtLook): Propagation {
  const reachable = look.servers.filter((server) => server.failure === undefined);
  const isComplete = ({ values }: ServerAnswer) => expected.every((each) => values.includes(each));
  const missing = reachable.filter((server) => !isComplete(server));
  const hasAt = reachable.filter(isComplete).map(({ server }) => server);
  const have = hasAt.length;
  return {
    state: look.loop ? 'loop' : stateOf(have, reachable.length),
    have,
    of: reachable.length,
    hasAt,
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

/** How patiently a record is looked for; milliseconds. */
export interface Pace {
  /** What is waited before the first look. */
  readonly firstLook: number;
  /** After so long nobody looks again. */
  readonly patience: number;
  /** After so long without any answer from anybody there is nothing to look at. */
  readonly silence: number;
}

/** Azure DNS says up to a minute; the slowest seen in public took some. */
const PATIENCE = 5 * 60_000;

/** Some lost packets, or a network that comes back; a closed port stays closed. */
const SILENCE = 20_000;

/** Within that, Azure DNS mostly serves a change everywhere. */
const BEFORE_A_MEMORY = 10_000;

/** An answer that was taken just before the record was there, and the look after it. */
const BEYOND_A_MEMORY = 60_000;

/** Less than others leave an issuance alone, and more than most zones ask for. */
const LONGEST_PATIENCE = 20 * 60_000;

/** Seconds that a user may set to be waited where nobody answers: others leave it alone so long. */
export const LONGEST_FIXED_WAIT = LONGEST_PATIENCE / 1000;

/** The minimum in the SOA record of a zone that Azure DNS makes. */
const USUAL_ABSENCE = 300;

/**
 * A server that remembers what it did not find must not be asked too early, and has to be waited
 * for until it has forgotten if it was.
 * @param absence seconds, as NameServers.absenceSeconds gave them; undefined where unknown
 */
export function paceFor(absence: number | undefined): Pace {
  if (absence === 0) return { firstLook: 0, patience: PATIENCE, silence: SILENCE };
  const forgotten = (absence ?? USUAL_ABSENCE) * 1000 + BEYOND_A_MEMORY;
  return {
    firstLook: BEFORE_A_MEMORY,
    patience: Math.min(Math.max(forgotten, PATIENCE), LONGEST_PATIENCE),
    silence: SILENCE,
  };
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
