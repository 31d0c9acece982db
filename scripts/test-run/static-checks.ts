import { runChild } from '../child-process.ts';
import type { ChildResult } from '../child-process.ts';

/** A check of the whole tree by a tool; it counts as one test. */
export interface StaticCheck {
  readonly name: string;
  /** Path of the tool's program below the root, then its arguments. */
  readonly command: readonly [string, ...string[]];
}

const CHECK_TIMEOUT_MS = 10 * 60_000;

const TSC = 'node_modules/typescript/bin/tsc';

export const STATIC_CHECKS: readonly StaticCheck[] = [
  {
    name: 'formatting',
    command: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  },
  { name: 'lint', command: ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'] },
  { name: 'types', command: [TSC, '-p', 'tsconfig.json'] },
  { name: 'types of the pages in webviews', command: [TSC, '-p', 'src/webview'] },
  { name: 'types of the in-host tests', command: [TSC, '-p', 'test/vscode'] },
  { name: 'layers', command: ['scripts/check-layers.ts'] },
  { name: 'language', command: ['scripts/l10n.ts', '--check'] },
  { name: 'dead code', command: ['node_modules/knip/bin/knip.js', '--no-progress'] },
  {
    // Once more without the tests: what only they use is dead, and a tool is no dependency.
    name: 'dead code of the product',
    command: ['node_modules/knip/bin/knip.js', '--no-progress', '--production', '--strict'],
  },
];

export const BUILD: StaticCheck = { name: 'build', command: ['esbuild.js'] };

/** The VSIX, of what was built. */
export const PACKAGE: StaticCheck = { name: 'package', command: ['scripts/package.ts', '--built'] };

/** Runs a check by the Node that runs us. */
export function runCheck(check: StaticCheck, root: string): Promise<ChildResult> {
  // Some tools take CI for a terminal with colours.
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1' };
  delete env['FORCE_COLOR'];
  return runChild(process.execPath, check.command, { cwd: root, env, timeoutMs: CHECK_TIMEOUT_MS });
}
