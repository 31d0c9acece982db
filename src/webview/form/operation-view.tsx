/** The issuance that the form has started: it goes on without the form. */
import type { VNode } from 'preact';
import type { Translate } from '../../domain/translate.ts';
import { Icon } from '../icons.tsx';
import { ProblemView } from '../problem-view.tsx';
import { useTranslate } from '../translation.ts';
import { GridView } from './grid-view.tsx';
import type { FormCalls } from './form-protocol.ts';
import type { FormOperation } from './state-protocol.ts';

/** Calls that take nothing and give nothing. */
export type Deed = {
  [K in keyof FormCalls]: FormCalls[K]['ask'] extends null ? K : never;
}[keyof FormCalls];

export interface OperationViewProps {
  readonly operation: FormOperation;
  readonly onDeed: (name: Deed) => void;
  readonly onRepair: (token: string) => void;
}

export function OperationView({ operation, onDeed, onRepair }: OperationViewProps): VNode {
  const t = useTranslate();
  const { state, steps, problem, isCancelling, csr, isOfVault = false } = operation;
  const isAtWork = state === 'queued' || state === 'running';
  const button = (name: Deed, label: string, isMain = false): VNode => (
    <button
      type="button"
      class={isMain ? '' : 'secondary'}
      onClick={() => {
        onDeed(name);
      }}
    >
      {label}
    </button>
  );
  return (
    <section class="operation" aria-busy={isAtWork}>
      <h2>{t('{0} in {1}', operation.target.name, operation.target.vault)}</h2>
      <p role="status">{sentenceOf(operation, t)}</p>
      {problem && (
        <p class="error" role="alert">
          <Icon name="problem" /> <ProblemView problem={problem.problem} onRepair={onRepair} />
        </p>
      )}
      <ol class="steps" aria-label={t('Steps')}>
        {steps.map(({ title, ms, detail, grid }) => (
          <li key={title}>
            <Icon name={ms === undefined ? (isAtWork ? 'waiting' : 'problem') : 'ok'} />
            <span>{title}</span>
            {ms !== undefined && <span class="quiet"> {inSeconds(ms)}</span>}
            {detail !== undefined && <span class="quiet step-detail">{detail}</span>}
            {grid && <GridView grid={grid} />}
          </li>
        ))}
      </ol>
      {csr !== undefined && (
        <div class="field">
          <label for="csr">{t('Certificate request (PEM)')}</label>
          <textarea id="csr" class="csr" readOnly rows={8} spellcheck={false} value={csr} />
        </div>
      )}
      <div class="actions">
        {csr !== undefined && (
          <>
            {button('copyCsr', t('Copy CSR'), true)}
            {button('saveCsr', t('Save CSR…'))}
            {button('dealWithPending', t('Merge What the CA Sends…'))}
          </>
        )}
        {state === 'done' &&
          csr === undefined &&
          button('showCertificate', t('Show Certificate'), true)}
        {(state === 'failed' || state === 'cancelled') &&
          button('reconsider', t('Change and Try Again'), true)}
        {isAtWork && button('close', t('Close and Go On Working'), true)}
        {isAtWork && !isCancelling && button('cancelOperation', t('Cancel Issuance'))}
        {!isOfVault && button('showOperations', t('Show Operations'))}
        {!isAtWork && button('close', t('Close'))}
      </div>
    </section>
  );
}

function sentenceOf(operation: FormOperation, t: Translate): string {
  const { state, steps, isCancelling, csr } = operation;
  if (isCancelling) return t('Cancelling: what was done is taken back.');
  switch (state) {
    case 'queued':
      return t('Waiting for other issuances to end. It goes on if this form is closed.');
    case 'running': {
      const step = steps.find(({ ms }) => ms === undefined)?.title;
      return step === undefined
        ? t('At work. It goes on if this form is closed.')
        : t('At work: {0}. It goes on if this form is closed.', step);
    }
    case 'done':
      return csr === undefined
        ? t('The certificate is in the vault.')
        : t(
            'The key is in the vault, which waits for its certificate: have this request signed by a CA, then merge what it sends.',
          );
    case 'failed':
      return t('No certificate was issued.');
    case 'cancelled':
      return t('The issuance was cancelled.');
    case 'interrupted':
      return t('The issuance was interrupted. The Operations view takes it up or undoes it.');
  }
}

function inSeconds(ms: number): string {
  const seconds = new Intl.NumberFormat(document.documentElement.lang || undefined, {
    style: 'unit',
    unit: 'second',
    maximumFractionDigits: 1,
  });
  return seconds.format(ms / 1000);
}
