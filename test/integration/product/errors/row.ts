/** A row of the table of errors. */
import type { Ended } from '../kvcert.ts';
import type { Scene } from './scene.ts';

export type Row = Provoked | Elsewhere;

interface Provoked {
  /** Runs dist/kvcert.cjs so that it ends with the error. */
  readonly provoke: (scene: Scene) => Promise<Ended>;
  readonly exit: number;
  /** What it says, but for what is different each time; see `plain` in the test. */
  readonly says: string;
  /** `text`, or `text $ command`. */
  readonly remedies: readonly string[];
}

/** What the command line cannot meet. */
interface Elsewhere {
  readonly why: string;
  /** The file of the test that asserts it. */
  readonly test: string;
}
