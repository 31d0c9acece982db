import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { SEAM } from '../host/in-host/seam.ts';
import type { Ready } from '../sandbox/ready.ts';
import { given } from './companion/given.ts';

/** The sandbox that the extension lives in. */
export function sandbox(): Ready {
  return JSON.parse(readFileSync(given(SEAM.sandbox), 'utf8')) as Ready;
}

/** Our extension, as it was installed from the VSIX. */
export function ourExtension(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('kvcert.kvcert');
  if (extension === undefined) throw new Error('The extension kvcert.kvcert is not installed.');
  return extension;
}
