import type { VNode } from 'preact';
import type { Translate } from '../../domain/translate.ts';
import { Field } from '../fields/field.tsx';
import { useTranslate } from '../translation.ts';
import { fieldId, type FormFieldProps } from './field-props.ts';
import type { NameFinding } from './form-protocol.ts';
import type { Finding } from './lookups.ts';

export function NameField({
  entries,
  findings,
  problemsOf,
  onEdit,
  onLeave,
  onRepair,
}: FormFieldProps): VNode {
  const t = useTranslate();
  return (
    <Field
      id={fieldId('name')}
      label={t('Certificate name')}
      hint={t('How the certificate is called in the vault: letters, digits and hyphens.')}
      status={nameStatus(findings.name, t)}
      problems={problemsOf('name')}
      onRepair={onRepair}
    >
      {(wiring) => (
        <input
          {...wiring}
          type="text"
          required
          value={entries.name}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          onInput={({ currentTarget }) => {
            onEdit({ name: currentTarget.value });
          }}
          onBlur={() => {
            onLeave('name');
          }}
        />
      )}
    </Field>
  );
}

function nameStatus(finding: Finding<NameFinding> | undefined, t: Translate): string | undefined {
  switch (finding?.state) {
    case 'looking':
      return t('Looking whether the name is free…');
    case 'found':
      return finding.answer.isFree ? t('The name is free.') : undefined;
    case 'failed':
      return t('It could not be looked up whether the name is free: {0}', finding.problem.message);
    case undefined:
      return undefined;
  }
}
