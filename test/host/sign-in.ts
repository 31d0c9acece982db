import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Ready } from '../sandbox/ready.ts';
import type { Environment } from './environment.ts';
import type { Profile } from './profile.ts';

/** An account that the stand-in for the sign-in with Microsoft offers. */
export interface Account {
  readonly id: string;
  readonly label: string;
  /** Whose tokens it gets: a principal of the sandbox. */
  readonly principal: string;
}

/** The extension that stands for VS Code's own sign-in; the product knows nothing of it. */
const STAND_IN = resolve(import.meta.dirname, '../sign-in-stand-in');

export function standInFolders(): string[] {
  return existsSync(STAND_IN) ? [STAND_IN] : [];
}

/** One account for each principal of the sandbox, as a person would be called. */
export function accountsOf(ready: Ready): Account[] {
  return ready.principals.map(({ name }) => ({
    id: name,
    label: `${name}@contoso.com`,
    principal: name,
  }));
}

/** Writes down where the stand-in gets its tokens and whom it offers. */
export async function offerAccounts(
  profile: Profile,
  control: string,
  accounts: readonly Account[],
): Promise<Environment> {
  const file = join(profile.base, 'accounts.json');
  await writeFile(file, JSON.stringify({ control, accounts }, undefined, 2));
  return { KVCERT_STAND_IN_FILE: file };
}
