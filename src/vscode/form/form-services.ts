/** What the form works with; the editor itself is behind functions. */
import type { PolicyChanging } from '../../app/change-policy.ts';
import type { OperationBoard } from '../../app/operation-board.ts';
import type { CertError } from '../../domain/errors.ts';
import type { IssuanceWish } from '../../domain/issuance-wish.ts';
import type { Translate } from '../../domain/translate.ts';
import type { VaultWish } from '../../domain/vault-wish.ts';
import type { NamedCertificate } from '../certificate-ref.ts';
import type { ProblemDesk } from '../errors/problem-desk.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';

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
  readonly commandFor: (wish: IssuanceWish | VaultWish) => string;
  readonly run: (command: string, ...args: readonly unknown[]) => PromiseLike<unknown>;
  /** Asks the person whether a certificate is taken over from the tool that renews it. */
  readonly mayAdopt: (tool: string) => PromiseLike<boolean>;
  /** Asks the person first; false: it is not meant, or has failed, which was shown. */
  readonly changePolicy: (seen: SeenVault, changing: PolicyChanging) => Promise<boolean>;
  readonly copyCsr: (certificate: string, pem: string) => PromiseLike<void>;
  /** A dialog asks where the CSR goes. */
  readonly saveCsr: (certificate: string, pem: string) => PromiseLike<void>;
  /** Told of what Key Vault has made, or has not. */
  readonly ended: (end: VaultRunEnd) => void;
  readonly log: (sentence: string) => void;
  readonly close: () => void;
}

export interface VaultRunEnd {
  readonly seen: SeenVault;
  readonly certificate: NamedCertificate;
  readonly state: 'done' | 'failed' | 'cancelled';
  readonly error: CertError | undefined;
  /** False: the form that shows it is closed. */
  readonly isWatched: boolean;
  /** Its CSR is for somebody to sign. */
  readonly waitsForMerge: boolean;
}

/** What the person has set for new certificates. */
export interface FormDefaults {
  readonly certificateAuthority: string;
  readonly keyType: string;
  readonly contentType: string;
}
