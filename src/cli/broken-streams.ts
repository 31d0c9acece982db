/**
 * Who reads the output may stop reading at any time, `kvcert … | head`. That ends no work that was
 * begun: what nobody reads is not written, and the exit code says how the work itself has ended.
 */
import { EXIT } from './exit-code.ts';

/** What is used of the process. */
export interface OutlivingProcess {
  readonly stdout: NodeJS.EventEmitter;
  readonly stderr: NodeJS.EventEmitter & { write(text: string): unknown };
  exitCode?: number | string | null | undefined;
}

/** Sets the exit code where a result was wanted and could not be written, to a full disk say. */
export function outliveBrokenStreams(process: OutlivingProcess): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.stderr.write(`kvcert: The result could not be written: ${error.message}\n`);
    process.exitCode = EXIT.failed;
  });
}
