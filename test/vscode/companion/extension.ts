/** Runs a test file in the extension host that this extension was started in. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type * as vscode from 'vscode';
import { SEAM } from '../../host/in-host/seam.ts';
import { given } from './given.ts';
import { writeReport } from './reports.ts';
import { runTests } from './run-tests.ts';

export function activate({ globalStorageUri }: vscode.ExtensionContext): void {
  // Once only: after a reload of the window this is another host, in the middle of a test.
  if (existsSync(given(SEAM.reports))) return;
  process.env[SEAM.globalStorage] = dirname(globalStorageUri.fsPath);
  writeReport();
  void runTests(given(SEAM.testFile), given(SEAM.mocha)).then(
    () => {
      writeReport({ kind: 'end' });
    },
    (error: unknown) => {
      writeReport({ kind: 'end', error: error instanceof Error ? String(error.stack) : 'thrown' });
    },
  );
}
