/** The setting that names a file with the roots of private CAs. */
import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { readCaRoots } from '../../app/ca-roots.ts';
import { CertError } from '../../domain/errors.ts';

const SETTING = 'kvcert.ca.rootsFile';

/**
 * PEM; undefined where the setting is empty. There is no folder from which a path could lead on.
 * @throws CertError InvalidOption
 */
export async function caRootsOfSetting(file: string): Promise<string | undefined> {
  if (file === '') return undefined;
  const expected = vscode.l10n.t('the absolute path of a file with root certificates in PEM');
  if (isAbsolute(file)) return readCaRoots(file, { option: SETTING, expected });
  throw new CertError('InvalidOption', { option: SETTING, value: file, expected });
}
