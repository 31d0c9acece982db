/**
 * Ctrl+C: the first asks for an orderly end and is acknowledged at once, the second ends the
 * process; what is unfinished then is in the journal and taken up at the next start.
 */
import { CertError } from '../domain/errors.ts';
import { EXIT } from './exit-code.ts';

export interface CancelSignal {
  readonly signal: AbortSignal;
  dispose(): void;
}

export function listenForCancel(
  process: NodeJS.Process,
  tell: (line: string) => void,
): CancelSignal {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) {
      tell('Stopped. What is unfinished is remembered: see "kvcert operations".');
      process.exit(EXIT.cancelled);
    }
    tell(
      'Cancelling: what was begun is cleaned up, which can take a minute. Ctrl+C again stops at once.',
    );
    controller.abort(new CertError('Cancelled', { during: '' }));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    dispose() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
