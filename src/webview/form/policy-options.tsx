/** What Key Vault is told of a certificate that it makes without ACME; most people leave it as it is. */
import type { VNode } from 'preact';
import { KEY_USAGES } from '../../domain/certificate-policy.ts';
import { ekuName, ekuOf } from '../../domain/extended-key-usages.ts';
import { CheckField } from '../fields/check-field.tsx';
import { Field, FieldGroup } from '../fields/field.tsx';
import { TokenField } from '../fields/token-field.tsx';
import { useTranslate } from '../translation.ts';
import { fieldId, type FormFieldProps } from './field-props.ts';

export function PolicyOptions(props: FormFieldProps): VNode {
  const t = useTranslate();
  const { state, entries, problemsOf, onEdit, onRepair } = props;
  const isNamed = entries.madeBy === 'named';
  return (
    <details>
      <summary>{t('Subject, names, usages and lifetime')}</summary>
      <TextField
        {...props}
        field="subject"
        label={t('Subject')}
        hint={t(
          'An X.500 name such as CN=www.example.com, O=Example. Left empty, it is the first DNS name.',
        )}
      />
      <WordsField {...props} field="emails" label={t('E-mail addresses')} />
      <WordsField {...props} field="upns" label={t('User principal names')} />
      <WordsField {...props} field="ipAddresses" label={t('IP addresses')} />
      <WordsField {...props} field="uris" label={t('URIs')} />
      <WordsField
        {...props}
        field="ekus"
        label={t('Extended key usages')}
        hint={t(
          'Object identifiers, or names such as serverAuth, clientAuth and codeSigning. Left empty: server and client.',
        )}
        sameAs={ekuOf}
        describe={(word) => <span class="quiet">{ekuName(word) ?? ''}</span>}
      />
      <KeyUsagesField {...props} />
      <TextField
        {...props}
        field="months"
        label={t('Valid for how many months')}
        hint={t('Left empty: 12. An issuer may make it shorter.')}
        isNumber
      />
      {entries.madeBy !== 'by-hand' && (
        <TextField
          {...props}
          field="autoRenew"
          label={t('Renewed by Key Vault')}
          hint={t('After a share of its life such as 80%, or before its end such as 30d.')}
          placeholder="80%"
        />
      )}
      <TextField
        {...props}
        field="notify"
        label={t('Mail to the contacts of the vault')}
        hint={
          entries.madeBy === 'by-hand'
            ? t('After a share of its life, or before its end such as 30d. Left empty: 80%.')
            : t(
                'After a share of its life, or before its end such as 30d. With nothing here and no renewal, Key Vault renews at 80%.',
              )
        }
        placeholder="30d"
      />
      {isNamed && (
        <>
          <TextField
            {...props}
            field="certificateType"
            label={t('Product of the issuer')}
            hint={t("What the issuer calls it, e.g. OV-SSL. Left empty: the issuer's own choice.")}
          />
          <TransparencyField {...props} />
        </>
      )}
      {state.subject.mode === 'create' && (
        <CheckField
          id={fieldId('enabled')}
          label={t('The certificate can be used at once')}
          hint={t('Otherwise nobody can use it before it is enabled.')}
          isChecked={entries.enabled}
          problems={problemsOf('enabled')}
          onCheck={(enabled) => {
            onEdit({ enabled });
          }}
          onRepair={onRepair}
        />
      )}
    </details>
  );
}

interface TextFieldProps extends FormFieldProps {
  readonly field: 'subject' | 'months' | 'autoRenew' | 'notify' | 'certificateType';
  readonly label: string;
  readonly hint: string;
  readonly placeholder?: string;
  readonly isNumber?: boolean;
}

function TextField(props: TextFieldProps): VNode {
  const { field, label, hint, placeholder, isNumber, entries } = props;
  const { problemsOf, onEdit, onLeave, onRepair } = props;
  return (
    <Field {...{ id: fieldId(field), label, hint, problems: problemsOf(field), onRepair }}>
      {(wiring) => (
        <input
          {...wiring}
          type="text"
          inputMode={isNumber ? 'numeric' : 'text'}
          value={entries[field]}
          placeholder={placeholder ?? ''}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          onInput={({ currentTarget }) => {
            onEdit({ [field]: currentTarget.value });
          }}
          onBlur={() => {
            onLeave(field);
          }}
        />
      )}
    </Field>
  );
}

interface WordsFieldProps extends FormFieldProps {
  readonly field: 'emails' | 'upns' | 'ipAddresses' | 'uris' | 'ekus';
  readonly label: string;
  readonly hint?: string;
  readonly sameAs?: (word: string) => string;
  readonly describe?: (word: string) => VNode;
}

function WordsField(props: WordsFieldProps): VNode {
  const { field, label, hint, sameAs, describe, entries } = props;
  const { problemsOf, onEdit, onLeave, onRepair } = props;
  return (
    <Field {...{ id: fieldId(field), label, hint, problems: problemsOf(field), onRepair }}>
      {(wiring) => (
        <TokenField
          wiring={wiring}
          listLabel={label}
          words={entries[field]}
          sameAs={sameAs ?? ((word) => word)}
          describe={(word) => describe?.(word)}
          onChange={(words) => {
            onEdit({ [field]: words });
          }}
          onLeave={() => {
            onLeave(field);
          }}
        />
      )}
    </Field>
  );
}

/** The service's own words: documents and other tools call them so, too. */
function KeyUsagesField({ entries, problemsOf, onEdit, onRepair }: FormFieldProps): VNode {
  const t = useTranslate();
  const { keyUsages } = entries;
  return (
    <FieldGroup
      id={fieldId('keyUsages')}
      label={t('Key usages')}
      hint={t('With none of them, Key Vault takes digitalSignature and keyEncipherment.')}
      problems={problemsOf('keyUsages')}
      onRepair={onRepair}
    >
      {(wiring) => (
        <div id={wiring.id}>
          {KEY_USAGES.map((usage) => (
            <label class="check" key={usage}>
              <input
                type="checkbox"
                checked={keyUsages.includes(usage)}
                onChange={({ currentTarget }) => {
                  const isWanted = (one: string): boolean =>
                    one === usage ? currentTarget.checked : keyUsages.includes(one);
                  onEdit({ keyUsages: KEY_USAGES.filter(isWanted) });
                }}
              />
              <span>{usage}</span>
            </label>
          ))}
        </div>
      )}
    </FieldGroup>
  );
}

function TransparencyField({
  state,
  entries,
  problemsOf,
  onEdit,
  onRepair,
}: FormFieldProps): VNode {
  const t = useTranslate();
  const choices = [
    { value: '', label: t('As the issuer does it') },
    { value: 'yes', label: t('Published') },
    { value: 'no', label: t('Not published') },
  ] as const;
  // What a policy says of it once can be changed, and not be left unsaid again.
  const isSaid = Boolean(state.current?.entries.transparency);
  const isPossible = ({ value }: { readonly value: string }): boolean => value !== '' || !isSaid;
  return (
    <Field
      id={fieldId('transparency')}
      label={t('In the logs of Certificate Transparency')}
      problems={problemsOf('transparency')}
      onRepair={onRepair}
    >
      {(wiring) => (
        <select
          {...wiring}
          value={entries.transparency}
          onChange={({ currentTarget }) => {
            const chosen = choices.find(({ value }) => value === currentTarget.value);
            onEdit({ transparency: chosen?.value ?? '' });
          }}
        >
          {choices.filter(isPossible).map(({ value, label }) => (
            <option value={value} key={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
