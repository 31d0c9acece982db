import * as vscode from 'vscode';
import { person } from './person.ts';
import { ourExtension } from './surroundings.ts';

export const OPERATOR = 'operator@contoso.com';

/** The person signs in to the extension, which reads subscriptions and vaults then. */
export async function signIn(user: string): Promise<void> {
  await ourExtension().activate();
  const somebody = person();
  await somebody.alwaysAllowSignIn();
  const running = vscode.commands.executeCommand('kvcert.signIn');
  await somebody.pick(user);
  await running;
}
