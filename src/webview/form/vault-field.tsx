import type { VNode } from 'preact';
import type { Translate } from '../../domain/translate.ts';
import { Field } from '../fields/field.tsx';
import { ProblemView } from '../problem-view.tsx';
import { useTranslate } from '../translation.ts';
import { fieldId, type FormFieldProps } from './field-props.ts';
import type { VaultChoice, VaultChoices } from './state-protocol.ts';

export function VaultField(props: FormFieldProps): VNode {
  const { state, entries, connection, problemsOf, onEdit, onLeave, onRepair } = props;
  const t = useTranslate();
  const { choices, isPartial, problems } = state.vaults;
  return (
    <Field
      id={fieldId('vault')}
      label={t('Key vault')}
      status={vaultStatus(state.vaults, entries.vault, t)}
      problems={problemsOf('vault')}
      onRepair={onRepair}
      below={
        <>
          {isPartial && (
            <button
              type="button"
              class="link"
              onClick={() => {
                void connection.call('allVaults', null).catch(() => undefined);
              }}
            >
              {t('Show the vaults of all subscriptions')}
            </button>
          )}
          {problems.map((problem) => (
            <p class="warning" key={problem.message}>
              <ProblemView problem={problem} onRepair={onRepair} />
            </p>
          ))}
        </>
      }
    >
      {(wiring) => (
        <select
          {...wiring}
          required
          value={entries.vault}
          onChange={({ currentTarget }) => {
            onEdit({ vault: currentTarget.value });
          }}
          onBlur={() => {
            onLeave('vault');
          }}
        >
          <option value="">{t('Choose a vault…')}</option>
          {groupsOf(choices).map(([group, vaults]) => (
            <optgroup label={group} key={group}>
              {vaults.map(({ key, name }) => (
                <option value={key} key={key}>
                  {name}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A list shows its groups only while it is open. */
function vaultStatus(
  { choices, isLoading, problems }: VaultChoices,
  chosen: string,
  t: Translate,
): string | undefined {
  const group = choices.find(({ key }) => key === chosen)?.group;
  if (group !== undefined) return group;
  if (isLoading) return t('Looking for vaults…');
  // Why they are missing is said below.
  const isEmpty = choices.length === 0 && problems.length === 0;
  return isEmpty ? t('No vault was found in the chosen subscriptions.') : undefined;
}

function groupsOf(choices: readonly VaultChoice[]): readonly [string, readonly VaultChoice[]][] {
  return [...Map.groupBy(choices, ({ group }) => group)];
}
