/** A file with a key that a person chooses, and whatever is needed to open it. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Transfer } from '../../app/transfer/transfer.ts';
import type { ImportFile } from '../../app/transfer/import-file.ts';
import type { FileCertificate, ImportProblem } from '../../domain/import-file.ts';
import { labelText, pickItem } from '../label-text.ts';

/** Bytes; the doctor says what is wrong with a smaller one. */
const LARGEST = 16 * 1024 * 1024;

/** What is in a file, or why that cannot be imported. */
export type OpenedFile =
  | { readonly file: ImportFile; readonly leaf: FileCertificate }
  | { readonly name: string; readonly problem: ImportProblem };

/**
 * The password is asked for until it is the right one, and lives as long as what is done with it.
 * undefined: the person has given up.
 */
export async function openKeyFile(
  transfer: Pick<Transfer, 'examine'>,
  title: string,
): Promise<OpenedFile | undefined> {
  const { t } = vscode.l10n;
  const [uri] =
    (await vscode.window.showOpenDialog({
      title,
      openLabel: t('Look Through'),
      defaultUri: vscode.Uri.file(homedir()),
      filters: {
        [t('Certificates with keys')]: ['pfx', 'p12', 'pem', 'crt', 'cer', 'key'],
        [t('All files')]: ['*'],
      },
    })) ?? [];
  if (!uri) return undefined;
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > LARGEST) return { name, problem: { kind: 'too-large', limit: LARGEST } };
  let file: ImportFile = { name, bytes: await vscode.workspace.fs.readFile(uri) };
  for (let isWrong = false; ;) {
    const { problems, certificates } = transfer.examine(file);
    const [problem] = problems;
    const [leaf] = certificates;
    if (problem === undefined) {
      return leaf ? { file, leaf } : { name, problem: { kind: 'no-certificate' } };
    }
    switch (problem.kind) {
      case 'password-needed':
      case 'password-wrong': {
        const password = await askForPassword(name, isWrong);
        if (password === undefined) return undefined;
        file = { ...file, password };
        isWrong = true;
        break;
      }
      case 'several-leaves': {
        const thumbprint = await pickLeaf(name, problem.leaves);
        if (thumbprint === undefined) return undefined;
        file = { ...file, thumbprint };
        break;
      }
      default:
        return { name, problem };
    }
  }
}

async function askForPassword(name: string, isWrong: boolean): Promise<string | undefined> {
  const { t } = vscode.l10n;
  return vscode.window.showInputBox({
    title: labelText(t('Password of {0}', name)),
    prompt: isWrong
      ? t('That was not its password. It is kept nowhere and sent to nobody')
      : t('It is kept nowhere and sent to nobody'),
    password: true,
    ignoreFocusOut: true,
  });
}

async function pickLeaf(
  name: string,
  leaves: readonly FileCertificate[],
): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const items = leaves.map(({ subject, thumbprint, notAfter }) =>
    pickItem({
      label: subject,
      description: t('valid until {0}', notAfter.slice(0, 10)),
      detail: thumbprint,
      thumbprint,
    }),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: labelText(t('{0} holds several certificates with their keys', name)),
    placeHolder: t('Which one is to be imported?'),
    ignoreFocusOut: true,
  });
  return picked?.thumbprint;
}
