import { join } from 'node:path';

/** Where what is kept on this machine lies, below the state folder. */
export function stateFolders(root: string): {
  /** Of ACME accounts, where they are kept in files. */
  readonly accounts: string;
  /** Of what is unfinished. */
  readonly operations: string;
  readonly locks: string;
  /** A file. */
  readonly history: string;
} {
  return {
    accounts: join(root, 'accounts'),
    operations: join(root, 'operations'),
    locks: join(root, 'locks'),
    history: join(root, 'history.jsonl'),
  };
}
