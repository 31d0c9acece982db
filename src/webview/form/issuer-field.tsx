/** One of the issuers that the vault knows: read when somebody wants one, and not before. */
import type { VNode } from 'preact';
import type { Translate } from '../../domain/translate.ts';
import { Field } from '../fields/field.tsx';
import { useTranslate } from '../translation.ts';
import { fieldId, type FormFieldProps } from './field-props.ts';

export function IssuerField(props: FormFieldProps): VNode {
  const { entries, findings, problemsOf, onEdit, onLeave, onRepair } = props;
  const t = useTranslate();
  const finding = findings.issuers;
  const known = finding?.state === 'found' ? finding.answer.issuers : [];
  const isListed = known.some(({ name }) => name === entries.issuer);
  const change = (issuer: string): void => {
    onEdit({ issuer });
  };
  const leave = (): void => {
    onLeave('issuer');
  };
  return (
    <Field
      id={fieldId('issuer')}
      label={t('Issuer of the vault')}
      hint={t('An account at a CA that the vault orders from by itself, by the name it has there.')}
      status={statusOf(props, t)}
      problems={problemsOf('issuer')}
      onRepair={onRepair}
    >
      {(wiring) =>
        // Whoever may not list them may still know a name.
        known.length === 0 ? (
          <input
            {...wiring}
            type="text"
            required
            value={entries.issuer}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            onInput={({ currentTarget }) => {
              change(currentTarget.value);
            }}
            onBlur={leave}
          />
        ) : (
          <select
            {...wiring}
            required
            value={entries.issuer}
            onChange={({ currentTarget }) => {
              change(currentTarget.value);
            }}
            onBlur={leave}
          >
            <option value="">{t('Choose an issuer…')}</option>
            {!isListed && entries.issuer !== '' && (
              <option value={entries.issuer}>{entries.issuer}</option>
            )}
            {known.map(({ name, provider }) => (
              <option value={name} key={name}>
                {provider === '' ? name : t('{0} ({1})', name, provider)}
              </option>
            ))}
          </select>
        )
      }
    </Field>
  );
}

function statusOf({ entries, findings }: FormFieldProps, t: Translate): string | undefined {
  if (entries.vault === '') return t('Its issuers are read once a vault is chosen.');
  const { issuers } = findings;
  if (issuers?.state === 'looking') return t('Reading the issuers of the vault…');
  if (issuers?.state === 'failed') {
    return t('The issuers of the vault could not be read: {0}', issuers.problem.message);
  }
  const isEmpty = issuers?.state === 'found' && issuers.answer.issuers.length === 0;
  return isEmpty ? t('The vault knows no issuer yet.') : undefined;
}
