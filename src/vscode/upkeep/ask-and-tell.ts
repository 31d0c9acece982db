/** A modal question before what destroys, and a message after it that nobody waits for. */
import * as vscode from 'vscode';
import { notificationText } from '../notification-text.ts';

/** @param yes - the button's label */
export async function confirmed(question: string, detail: string, yes: string): Promise<boolean> {
  const options = { modal: true, detail: notificationText(detail) };
  const answer = await vscode.window.showWarningMessage(notificationText(question), options, yes);
  return answer === yes;
}

export function tell(sentence: string): void {
  void vscode.window.showInformationMessage(notificationText(sentence));
}
