/**
 * Errors as pages in webviews show them. The page gets sentences and, for each button, a token; what
 * the button does stays here, so that no page can have anything else done.
 */
import { asCertError, explain } from '../../domain/error-catalogue.ts';
import { plainText } from '../../domain/plain-text.ts';
import type { Explanation } from '../../domain/messages/explanation.ts';
import type { Translate } from '../../domain/translate.ts';
import type { Problem, ProblemRemedy } from '../../webview/protocol.ts';
import { isCancellation } from '../page-connection.ts';
import { repairOf, type Repair } from './repair.ts';

export interface ProblemDesk {
  /** @param directory - key of the directory through which it came about, where there is one */
  readonly problemOf: (error: unknown, directory?: string) => Problem;
  /** The same for what is no error. */
  readonly problemFrom: (explanation: Explanation, directory?: string) => Problem;
  /** Does what a button of one of these problems says; nothing for a token of none of them. */
  press(token: string): Promise<void>;
}

export interface ProblemDeskServices {
  readonly t: Translate;
  readonly repair: (repair: Repair) => Promise<void>;
  /** Told of each error that is shown. */
  readonly record: (error: unknown) => void;
}

/** One desk for each page. */
export function openProblemDesk({ t, repair, record }: ProblemDeskServices): ProblemDesk {
  const repairs = new Map<string, Repair>();
  const buttonOf = (found: Repair): NonNullable<ProblemRemedy['button']> => {
    const token = JSON.stringify(found);
    repairs.set(token, found);
    return { label: found.label, token };
  };
  const problemFrom: ProblemDesk['problemFrom'] = ({ message, remedies }, directory) => ({
    message: plainText(message),
    remedies: remedies.map((remedy): ProblemRemedy => {
      const found = repairOf(remedy, t, directory);
      return {
        text: plainText(remedy.text),
        ...(found && 'copy' in found && { command: plainText(found.copy) }),
        ...(found && { button: buttonOf(found) }),
      };
    }),
    cancelled: false,
  });
  return {
    problemOf(error, directory) {
      const cancelled = isCancellation(error);
      if (!cancelled) record(error);
      return { ...problemFrom(explain(asCertError(error), t), directory), cancelled };
    },
    problemFrom,
    async press(token) {
      const found = repairs.get(token);
      if (found) await repair(found);
    },
  };
}
