/** Registers every command of the map: one that lacks its handler does not compile. */
import * as vscode from 'vscode';
import type { CommandArguments, CommandId } from './command-map.ts';

export type CommandHandlers<C extends CommandId = CommandId> = {
  readonly [K in C]: (...given: CommandArguments[K]) => void | Promise<void>;
};

/** Handlers show their own errors: whatever is rejected here is a bug, and the editor says so. */
export function registerCommands(handlers: CommandHandlers): vscode.Disposable[] {
  return Object.entries(handlers).map(([id, handler]) =>
    vscode.commands.registerCommand(id, handler),
  );
}
