/** What the form works with; the editor itself is behind functions. */
import type { OperationBoard } from '../../app/operation-board.ts';
import type { IssuanceWish } from '../../domain/issuance-wish.ts';
import type { Translate } from '../../domain/translate.ts';
import type { ProblemDesk } from '../errors/problem-desk.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';

export interface FormServices {
  readonly portfolio: Pick<
    Portfolio,
    'accounts' | 'everyVault' | 'isFirstLoad' | 'load' | 'onDidChange' | 'signal' | 'vaults'
  >;
  readonly board: Pick<OperationBoard, 'cancel' | 'get' | 'onChange' | 'open' | 'start'>;
  readonly desk: ProblemDesk;
  readonly defaults: () => FormDefaults;
  readonly t: Translate;
  /** To the clipboard. */
  readonly copy: (text: string) => PromiseLike<void>;
  /** The command line that carries the wish out, for the shell of this machine. */
  readonly commandFor: (wish: IssuanceWish) => string;
  readonly run: (command: string, ...args: readonly unknown[]) => PromiseLike<unknown>;
  /** Asks the person whether a certificate is taken over from the tool that renews it. */
  readonly mayAdopt: (tool: string) => PromiseLike<boolean>;
  readonly close: () => void;
}

/** What the person has set for new certificates. */
export interface FormDefaults {
  readonly certificateAuthority: string;
  readonly keyType: string;
  readonly contentType: string;
}
