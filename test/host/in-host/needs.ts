import type { WorldMaker, WorldName } from '../../sandbox/worlds/worlds.ts';
import type { Settings } from '../profile.ts';
import { oneDueInTheArchive } from '../worlds.ts';

/** What a test file wants to find around the extension host that it runs in. */
export interface TestNeeds {
  readonly world?: WorldName | WorldMaker;
  readonly settings?: Settings;
}

const NEEDS: Readonly<Record<string, TestNeeds>> = {
  'test/vscode/commands.test.ts': {
    world: 'lived-in',
    // It looks into vaults by itself, and here commands do.
    settings: { 'kvcert.expiry.dailyCheck': false },
  },
  'test/vscode/automatic-renewal.test.ts': { world: oneDueInTheArchive },
  'test/vscode/expiry.test.ts': { world: oneDueInTheArchive },
};

/** @param file - path below the repository */
export function needsOf(file: string): TestNeeds {
  return NEEDS[file] ?? {};
}
