/** The page: fields, or what became of the issuance that they have started. */
import type { VNode } from 'preact';
import { useEffect, useReducer, useState } from 'preact/hooks';
import type { HostConnection } from '../host-connection.ts';
import { ProblemView } from '../problem-view.tsx';
import { useTranslate } from '../translation.ts';
import type { PageHome } from '../vscode-api.ts';
import { FormFields } from './form-fields.tsx';
import { nextModel, restoredModel } from './form-model.ts';
import type { FormCalls } from './form-protocol.ts';
import type { FormState, SavedForm } from './state-protocol.ts';
import { OperationView } from './operation-view.tsx';

export interface FormPageProps {
  readonly state: FormState;
  readonly connection: HostConnection<FormCalls>;
  readonly home: PageHome;
}

export function FormPage({ state, connection, home }: FormPageProps): VNode {
  const t = useTranslate();
  const { subject, initial, failure, operation, operationId } = state;
  const [model, dispatch] = useReducer(nextModel, undefined, () =>
    restoredModel(home.kept(), subject),
  );
  const [busy, setBusy] = useState(false);
  const { entries, isNameTyped } = model;

  useEffect(() => {
    if (initial) dispatch({ type: 'begin', entries: initial });
  }, [initial]);
  useEffect(() => {
    if (!entries) return;
    const saved: SavedForm = { subject, entries, isNameTyped, operation: operationId };
    home.keep(saved);
  }, [home, subject, entries, isNameTyped, operationId]);
  const concern = operation?.problem;
  useEffect(() => {
    if (concern?.field !== undefined) dispatch({ type: 'refuse', problems: [concern] });
  }, [concern]);

  // What was typed before a reload is there at once; what is to be renewed has to be read again.
  const isReady = subject.mode === 'create' || state.current !== undefined;
  const onRepair = (token: string): void => {
    void connection.call('repair', { token }).catch(() => undefined);
  };
  return (
    <main aria-busy={busy}>
      <h1>{titleOf(state, t)}</h1>
      {operation && (
        <OperationView
          operation={operation}
          onDeed={(name) => {
            void connection.call(name, null).catch(() => undefined);
          }}
          onRepair={onRepair}
        />
      )}
      {!operation && failure && (
        <p class="error" role="alert">
          <ProblemView problem={failure} onRepair={onRepair} />
        </p>
      )}
      {!operation && !failure && isReady && entries && (
        <FormFields {...{ state, model, entries, connection, dispatch, busy, setBusy, onRepair }} />
      )}
      {!operation && !failure && !entries && <p role="status">{t('Reading the certificate…')}</p>}
    </main>
  );
}

function titleOf({ subject }: FormState, t: ReturnType<typeof useTranslate>): string {
  if (subject.mode === 'create') return t('Create Certificate');
  const { name, vault } = subject.ref;
  return subject.mode === 'renew'
    ? t('Renew {0} in {1}', name, vault)
    : t('Policy of {0} in {1}', name, vault);
}
