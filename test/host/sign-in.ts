import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Ready } from '../sandbox/ready.ts';
import type { Environment } from './environment.ts';
import type { Profile } from './profile.ts';

/** An account that the stand-in for the sign-in with Microsoft offers. */
export interface Account {
  readonly id: string;
  readonly label: string;
  /** Whose tokens it gets: a user of the sandbox. */
  readonly user: string;
}

/** The extension that stands for VS Code's own sign-in; the product knows nothing of it. */
export const STAND_IN = resolve(import.meta.dirname, '../sign-in-stand-in');

/** An account for each user of the sandbox. */
export function accountsOf(ready: Pick<Ready, 'users'>): Account[] {
  return ready.users.map(({ id, name }) => ({ id, label: name, user: name }));
}

/** Where the stand-in keeps a record of what it was asked for: a line of JSON for every call. */
export function signInLog(profile: Pick<Profile, 'base'>): string {
  return join(profile.base, 'sign-in.jsonl');
}

/** Writes down where the stand-in gets its tokens and whom it offers. */
export async function offerAccounts(
  profile: Pick<Profile, 'base'>,
  control: string,
  accounts: readonly Account[],
): Promise<Environment> {
  const file = join(profile.base, 'accounts.json');
  await writeFile(file, JSON.stringify({ control, accounts }, undefined, 2));
  return { KVCERT_STAND_IN_FILE: file, KVCERT_STAND_IN_LOG: signInLog(profile) };
}
