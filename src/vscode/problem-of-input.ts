import * as vscode from 'vscode';
import { asCertError, explain } from '../domain/error-catalogue.ts';
import { labelText } from './label-text.ts';

/** What is wrong with an input; null tells the editor that nothing is. */
export function problemOf(parse: () => unknown): string | null {
  try {
    parse();
    return null;
  } catch (error) {
    return labelText(explain(asCertError(error), vscode.l10n.t).message);
  }
}
