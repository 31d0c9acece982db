import * as vscode from 'vscode';
import type { CommandId } from '../../../src/vscode/commands/command-map.ts';
import { person } from '../person.ts';
import { ourExtension } from '../surroundings.ts';

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category: string;
}

/** The commands of the manifest, with the titles that people read. */
export function declaredCommands(): readonly Command[] {
  const { contributes } = ourExtension().packageJSON as {
    readonly contributes: { readonly commands: readonly Command[] };
  };
  return contributes.commands;
}

/** Runs commands as a person does, and remembers which. */
export class CommandsRun {
  readonly ids = new Set<string>();

  /** Runs a command from the palette; resolves when it was chosen there. */
  async fromPalette(id: CommandId): Promise<void> {
    this.ids.add(id);
    const found = declaredCommands().find(({ command }) => command === id);
    if (!found) throw new Error(`The manifest has no command ${id}.`);
    await person().runCommand(`${found.category}: ${found.title}`);
  }

  /** Runs a command as a keybinding or another extension does; resolves when it is done. */
  async run(id: CommandId, ...given: readonly unknown[]): Promise<void> {
    this.ids.add(id);
    await vscode.commands.executeCommand(id, ...given);
  }

  /** Presses a button of ours on an item of a tree. */
  async fromTree(id: CommandId, item: string): Promise<void> {
    this.ids.add(id);
    const found = declaredCommands().find(({ command }) => command === id);
    if (!found) throw new Error(`The manifest has no command ${id}.`);
    await person().pressOnTreeItem(item, found.title);
  }
}
