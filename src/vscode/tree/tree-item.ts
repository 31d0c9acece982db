/** From the look of a node to what the editor shows. */
import * as vscode from 'vscode';
import { plainLine } from '../../domain/plain-text.ts';
import type { NodeLook } from './node-look.ts';

const COLLAPSIBLE: Readonly<Record<NodeLook['expands'], vscode.TreeItemCollapsibleState>> = {
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
  no: vscode.TreeItemCollapsibleState.None,
};

export interface ShownLook extends Omit<NodeLook, 'command'> {
  readonly command?: NonNullable<NodeLook['command']> & { readonly arguments: unknown[] };
}

/**
 * Names and messages of others are in it: nothing in them is obeyed.
 * @param id - stays the same while the node stands for the same thing: nothing collapses then
 */
export function toTreeItem(id: string, look: ShownLook): vscode.TreeItem {
  const { icon, description, command } = look;
  const item = new vscode.TreeItem(plainLine(look.label), COLLAPSIBLE[look.expands]);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon(
    icon.id,
    icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color),
  );
  item.contextValue = look.context;
  item.accessibilityInformation = { label: plainLine(look.accessibleLabel) };
  if (description !== undefined) item.description = plainLine(description);
  if (command) {
    item.command = { command: command.id, title: command.title, arguments: command.arguments };
  }
  return item;
}
