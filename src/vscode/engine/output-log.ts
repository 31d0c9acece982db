/** The engine's diagnostics in the editor's log channel, with its levels. */
import type { LogOutputChannel } from 'vscode';
import type { Log } from '../../domain/runtime.ts';

export function outputLog(channel: LogOutputChannel): Log {
  return {
    debug: (message, facts) => {
      channel.debug(message, ...textOf(facts));
    },
    warn: (message, facts) => {
      channel.warn(message, ...textOf(facts));
    },
  };
}

function textOf(facts: Readonly<Record<string, unknown>> | undefined): string[] {
  return facts === undefined ? [] : [JSON.stringify(facts)];
}
