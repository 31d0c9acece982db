/** What a CA that nobody trusts is good for: a rehearsal, or taking a trusted one's place on purpose. */
import type { VNode } from 'preact';
import { CheckField } from '../fields/check-field.tsx';
import { useTranslate } from '../translation.ts';
import { fieldId, type FormFieldProps } from './field-props.ts';
import type { KnownAuthority } from './state-protocol.ts';

export function TrialFields(props: FormFieldProps): VNode {
  const t = useTranslate();
  const { state, entries } = props;
  const chosen = state.authorities.find(({ id }) => id === entries.ca);
  return (
    <>
      {chosen?.rehearsedAt !== undefined && (
        <TrialField
          {...props}
          field="rehearse"
          label={t('Rehearse at {0} first', chosen.rehearsedAt)}
          hint={t(
            'With a key of its own that is thrown away. The vault is not touched, and {0} not asked, unless that went well.',
            chosen.name,
          )}
        />
      )}
      {chosen && takesPlaceOfTrusted(props, chosen) && (
        <TrialField
          {...props}
          field="forceStaging"
          label={t('Let {0} issue in the place of a trusted certificate', chosen.name)}
          hint={t(
            'Whatever uses the newest version gets a certificate that nobody trusts. Without this, only one that {0} or another staging CA has issued is renewed there.',
            chosen.name,
          )}
        />
      )}
    </>
  );
}

/** Who has issued what is renewed is the host's to judge; here it only is another one. */
function takesPlaceOfTrusted({ state }: FormFieldProps, chosen: KnownAuthority): boolean {
  return chosen.isStaging && state.current !== undefined && state.current.entries.ca !== chosen.id;
}

interface TrialFieldProps extends FormFieldProps {
  readonly field: 'rehearse' | 'forceStaging';
  readonly label: string;
  readonly hint: string;
}

function TrialField({
  field,
  label,
  hint,
  entries,
  problemsOf,
  onEdit,
  onRepair,
}: TrialFieldProps): VNode {
  return (
    <CheckField
      {...{ id: fieldId(field), label, hint, problems: problemsOf(field), onRepair }}
      isChecked={entries[field]}
      onCheck={(isChecked) => {
        onEdit({ [field]: isChecked });
      }}
    />
  );
}
