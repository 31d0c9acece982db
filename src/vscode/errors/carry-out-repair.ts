import * as vscode from 'vscode';
import type { Repair } from './repair.ts';

/** Does what the button of a remedy says. */
export async function carryOutRepair(repair: Repair): Promise<void> {
  if ('copy' in repair) await vscode.env.clipboard.writeText(repair.copy);
  else await vscode.commands.executeCommand(repair.command, ...repair.arguments);
}
