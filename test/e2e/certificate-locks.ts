/** The locks on certificates that a machine holds: whatever is at work, or was killed, has one. */
import { readdir } from 'node:fs/promises';
import { stateFolders } from '../../src/app/state-folders.ts';
import type { EditorWorld } from './editor-world.ts';

/**
 * File names, and those of drafts that never became locks. The lock of the daily check is none of
 * them: the check runs when it is due, whatever a test does meanwhile.
 */
export async function certificateLocks({
  stateFolder,
}: Pick<EditorWorld, 'stateFolder'>): Promise<readonly string[]> {
  return readdir(stateFolders(stateFolder).locks);
}
