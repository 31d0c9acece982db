/** The fields, the list of what is wrong, and what can be done with them. */
import type { VNode } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Translate } from '../../domain/translate.ts';
import { useAfterPointer } from '../fields/after-pointer.ts';
import type { HostConnection } from '../host-connection.ts';
import { Icon } from '../icons.tsx';
import { ProblemView } from '../problem-view.tsx';
import { useTranslate } from '../translation.ts';
import { AuthorityField, TermsField } from './authority-field.tsx';
import { ChangesView } from './changes-view.tsx';
import { ChecksView } from './checks-view.tsx';
import { DnsNamesField } from './dns-names-field.tsx';
import { ErrorSummary, focusField } from './error-summary.tsx';
import type { FormFieldProps } from './field-props.ts';
import type { FormEvent, FormModel } from './form-model.ts';
import { allProblems, saidProblems } from './form-problems.ts';
import type { FormCalls } from './form-protocol.ts';
import type { FormEntries, FormState } from './state-protocol.ts';
import type { FormField } from '../../domain/certificate-form.ts';
import { IssuerField } from './issuer-field.tsx';
import { MoreOptions } from './more-options.tsx';
import { TrialFields } from './trial-fields.tsx';
import { PolicyOptions } from './policy-options.tsx';
import { NameField } from './name-field.tsx';
import { problemOf, useFindings } from './use-findings.ts';
import { VaultField } from './vault-field.tsx';

export interface FormFieldsProps {
  readonly state: FormState;
  readonly model: FormModel;
  readonly entries: FormEntries;
  readonly connection: HostConnection<FormCalls>;
  readonly dispatch: (event: FormEvent) => void;
  /** True while the host looks at what was submitted. */
  readonly busy: boolean;
  readonly setBusy: (busy: boolean) => void;
  readonly onRepair: (token: string) => void;
}

export function FormFields(props: FormFieldsProps): VNode {
  const { state, model, entries, connection, dispatch, busy, setBusy, onRepair } = props;
  const t = useTranslate();
  const findings = useFindings(connection, state.subject, entries, t);
  const all = allProblems(state, entries, model.refused, findings, t);
  const said = saidProblems(all, model, findings);
  const general = model.refused.filter(({ field }) => field === undefined);
  const afterPointer = useAfterPointer();
  const [attempts, setAttempts] = useState(0);
  const [copied, setCopied] = useState(false);
  /** What the checks that are shown are about; undefined: nobody has asked for any on this page. */
  const [checkedEntries, setCheckedEntries] = useState<FormEntries>();
  const { mode } = state.subject;
  const isNew = mode === 'create';
  const isByAcme = entries.madeBy === 'acme';
  const [firstWrong] = said.keys();

  // After each attempt, and not whenever something turns out to be wrong while it is typed.
  useLayoutEffect(() => {
    if (attempts > 0 && firstWrong !== undefined) focusField(firstWrong);
  }, [attempts]);

  const ask = async (call: 'submit' | 'copyCommand' | 'check'): Promise<void> => {
    setCopied(false);
    dispatch({ type: 'submit' });
    setBusy(true);
    try {
      // What the host has refused before may be right by now.
      const isWrong = allProblems(state, entries, [], findings, t).size > 0;
      const answer = isWrong ? undefined : await connection.call(call, entries);
      if (answer && !answer.accepted) dispatch({ type: 'refuse', problems: answer.problems });
      if (answer?.accepted === true && call === 'copyCommand') setCopied(true);
      if (answer?.accepted === true && call === 'check') setCheckedEntries(entries);
    } catch (error) {
      dispatch({ type: 'refuse', problems: [{ problem: problemOf(error, t) }] });
    } finally {
      setBusy(false);
      setAttempts((count) => count + 1);
    }
  };

  const secondary = (call: 'check' | 'copyCommand', label: string): VNode => (
    <button
      type="button"
      class="secondary"
      aria-disabled={busy}
      onClick={() => {
        if (!busy) void ask(call);
      }}
    >
      {label}
    </button>
  );

  const fieldProps: FormFieldProps = {
    state,
    entries,
    findings,
    connection,
    problemsOf: (field: FormField) => {
      const problem = said.get(field);
      return problem ? [problem] : [];
    },
    onEdit: (change) => {
      setCopied(false);
      dispatch({ type: 'edit', change });
    },
    onLeave: (field) => {
      afterPointer(() => {
        dispatch({ type: 'leave', field });
      });
    },
    onRepair,
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void ask('submit');
      }}
    >
      <ErrorSummary problems={model.isSubmitted ? said : new Map()} />
      <div role="alert">
        {general.map(({ problem }) => (
          <p class="error" key={problem.message}>
            <Icon name="problem" /> <ProblemView problem={problem} onRepair={onRepair} />
          </p>
        ))}
      </div>
      {isNew && <VaultField {...fieldProps} />}
      <DnsNamesField {...fieldProps} />
      {isNew && <NameField {...fieldProps} />}
      <AuthorityField {...fieldProps} />
      {isByAcme && <TermsField {...fieldProps} />}
      {isByAcme && <TrialFields {...fieldProps} />}
      {entries.madeBy === 'named' && <IssuerField {...fieldProps} />}
      <MoreOptions {...fieldProps} />
      {!isByAcme && <PolicyOptions {...fieldProps} />}
      {mode === 'renew' && state.current && (
        <ChangesView {...{ state, entries }} current={state.current} />
      )}
      <div class="actions">
        <button type="submit" aria-disabled={busy}>
          {submitLabel(mode, t)}
        </button>
        {isByAcme && secondary('check', t('Check'))}
        {mode !== 'policy' && secondary('copyCommand', t('Copy as CLI Command'))}
        <button
          type="button"
          class="secondary"
          onClick={() => {
            void connection.call('close', null).catch(() => undefined);
          }}
        >
          {t('Cancel')}
        </button>
        <span role="status" class="quiet">
          {busy && t('Checking…')}
          {copied && t('The command is on the clipboard.')}
        </span>
      </div>
      {isByAcme && state.checks && checkedEntries && (
        <ChecksView
          checks={state.checks}
          isStale={!isSame(checkedEntries, entries)}
          onStop={() => {
            void connection.call('stopChecks', null).catch(() => undefined);
          }}
          onRepair={onRepair}
        />
      )}
    </form>
  );
}

function submitLabel(mode: FormState['subject']['mode'], t: Translate): string {
  switch (mode) {
    case 'create':
      return t('Create');
    case 'renew':
      return t('Renew');
    case 'policy':
      return t('Change Policy…');
  }
}

/** What is typed and taken back has changed nothing. */
function isSame(a: FormEntries, b: FormEntries): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
