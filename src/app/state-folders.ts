import { join } from 'node:path';

/** Where engines and the board of operations keep what is unfinished, below the state folder. */
export function stateFolders(root: string): {
  readonly operations: string;
  readonly locks: string;
  /** A file. */
  readonly history: string;
} {
  return {
    operations: join(root, 'operations'),
    locks: join(root, 'locks'),
    history: join(root, 'history.jsonl'),
  };
}
