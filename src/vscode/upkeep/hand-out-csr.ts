/** Gives a person the CSR of a certificate, to take to a CA. */
import * as vscode from 'vscode';
import { tell } from './ask-and-tell.ts';

/** @param pem - of the CSR */
export async function copyCsr(certificate: string, pem: string): Promise<void> {
  await vscode.env.clipboard.writeText(pem);
  tell(vscode.l10n.t('The CSR of {0} is in the clipboard.', certificate));
}

/**
 * It is no secret: the dialog's own place will do.
 * @param pem - of the CSR
 */
export async function saveCsr(certificate: string, pem: string): Promise<void> {
  const { t } = vscode.l10n;
  const to = await vscode.window.showSaveDialog({
    title: t('Save the CSR of {0}', certificate),
    filters: { [t('Certificate request')]: ['csr', 'pem'] },
    saveLabel: t('Save CSR'),
  });
  if (!to) return;
  await vscode.workspace.fs.writeFile(to, Buffer.from(pem));
  tell(t('The CSR of {0} is saved.', certificate));
}
