/** What most people leave as it is. */
import type { VNode } from 'preact';
import { isExportable } from '../../domain/certificate-form.ts';
import { describePolicyKey, isHsmType } from '../../domain/key-type.ts';
import { parseVaultKeyType, VAULT_KEY_TYPES } from '../../domain/vault-key-type.ts';
import { Field, FieldGroup } from '../fields/field.tsx';
import { useTranslate } from '../translation.ts';
import { fieldId, type FormFieldProps } from './field-props.ts';
import type { FormEntries, FormState } from './state-protocol.ts';
import { TagsField } from './tags-field.tsx';

export function MoreOptions(props: FormFieldProps): VNode {
  const t = useTranslate();
  return (
    <details>
      <summary>
        {props.state.subject.mode === 'policy' ? t('Key and format') : t('Key, format and tags')}
      </summary>
      {props.entries.madeBy === 'acme' && <ProfileField {...props} />}
      <KeyTypeField {...props} />
      <ContentTypeField {...props} />
      <KeyUseField {...props} />
      {props.state.subject.mode !== 'policy' && <TagsField {...props} />}
    </details>
  );
}

function ProfileField({
  entries,
  findings,
  problemsOf,
  onEdit,
  onLeave,
  onRepair,
}: FormFieldProps): VNode {
  const t = useTranslate();
  const { authority } = findings;
  const offered = authority?.state === 'found' ? authority.answer.profiles : {};
  const names = new Set([...Object.keys(offered), entries.profile]);
  names.delete('');
  return (
    <Field
      id={fieldId('profile')}
      label={t('Profile')}
      hint={
        offered[entries.profile] ??
        t('What the certificate authority puts into the certificate, and for how long it is valid.')
      }
      problems={problemsOf('profile')}
      onRepair={onRepair}
    >
      {(wiring) => (
        <select
          {...wiring}
          value={entries.profile}
          onChange={({ currentTarget }) => {
            onEdit({ profile: currentTarget.value });
          }}
          onBlur={() => {
            onLeave('profile');
          }}
        >
          <option value="">{t('Default of the certificate authority')}</option>
          {[...names].map((name) => (
            <option value={name} key={name}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function KeyTypeField({
  state,
  entries,
  problemsOf,
  onEdit,
  onLeave,
  onRepair,
}: FormFieldProps): VNode {
  const t = useTranslate();
  const { current } = state;
  const offered = keyTypesFor(state, entries);
  const inHsm = offered.filter(({ id }) => isHsmType(id));
  const software = offered.filter(({ id }) => !isHsmType(id));
  const optionsFor = (kinds: FormState['keyTypes']): readonly VNode[] =>
    kinds.map(({ id, name }) => (
      <option value={id} key={id}>
        {id === current?.entries.keyType ? t('{0}, as it is', current.key) : name}
      </option>
    ));
  return (
    <Field
      id={fieldId('keyType')}
      label={t('Key')}
      hint={
        isHsmType(entries.keyType)
          ? t('Made in the HSM of the vault, which has one if it is of the premium tier.')
          : t('Every client knows RSA with 2048 bits; elliptic curves make smaller certificates.')
      }
      problems={problemsOf('keyType')}
      onRepair={onRepair}
    >
      {(wiring) => (
        <select
          {...wiring}
          value={entries.keyType}
          onChange={({ currentTarget }) => {
            onEdit({ keyType: currentTarget.value });
          }}
          onBlur={() => {
            onLeave('keyType');
          }}
        >
          {current?.entries.keyType === '' && (
            <option value="">{t('{0}, as it is', current.key)}</option>
          )}
          {optionsFor(software)}
          <optgroup label={t('In an HSM, for vaults of the premium tier')}>
            {optionsFor(inHsm)}
          </optgroup>
        </select>
      )}
    </Field>
  );
}

/** Key Vault makes more kinds than CAs of ACME sign; what was chosen stays to be seen. */
function keyTypesFor(
  { keyTypes }: FormState,
  { madeBy, keyType }: FormEntries,
): FormState['keyTypes'] {
  const all = VAULT_KEY_TYPES.map((id) => ({ id, name: nameOfKey(id) }));
  if (madeBy !== 'acme') return all;
  const isOffered = keyTypes.some(({ id }) => id === keyType);
  return isOffered ? keyTypes : [...keyTypes, ...all.filter(({ id }) => id === keyType)];
}

function nameOfKey(id: string): string {
  return describePolicyKey({ ...parseVaultKeyType(id), exportable: true, reuse: false });
}

function ContentTypeField({ entries, problemsOf, onEdit, onRepair }: FormFieldProps): VNode {
  const t = useTranslate();
  const choices = [
    { value: 'pkcs12', label: t('PKCS #12, which Azure services expect') },
    { value: 'pem', label: t('PEM, which most other software reads') },
  ] as const;
  return (
    <FieldGroup
      id={fieldId('contentType')}
      label={t('Format of the secret')}
      problems={problemsOf('contentType')}
      onRepair={onRepair}
    >
      {(wiring) => (
        <div id={wiring.id}>
          {choices.map(({ value, label }) => (
            <label class="check" key={value}>
              <input
                type="radio"
                name="contentType"
                checked={entries.contentType === value}
                onChange={() => {
                  onEdit({ contentType: value });
                }}
              />
              <span>{label}</span>
            </label>
          ))}
        </div>
      )}
    </FieldGroup>
  );
}

function KeyUseField({ entries, problemsOf, onEdit, onRepair }: FormFieldProps): VNode {
  const t = useTranslate();
  const isInHsm = isHsmType(entries.keyType);
  return (
    <FieldGroup
      id={fieldId('exportable')}
      label={t('Private key')}
      hint={
        isInHsm
          ? t(
              'A key in an HSM never leaves it, so it cannot be exported. Services that fetch the certificate from the vault, such as App Service, need a key that can.',
            )
          : t(
              'Services that fetch the certificate from the vault, such as App Service, need a key that can be exported. Without export it is used inside the vault only.',
            )
      }
      problems={[...problemsOf('exportable'), ...problemsOf('reuseKey')]}
      onRepair={onRepair}
    >
      {(wiring) => (
        <div>
          <label class="check">
            <input
              id={wiring.id}
              type="checkbox"
              checked={isExportable(entries)}
              disabled={isInHsm}
              onChange={({ currentTarget }) => {
                onEdit({ exportable: currentTarget.checked });
              }}
            />
            <span>{t('The private key can be exported')}</span>
          </label>
          <label class="check">
            <input
              id={fieldId('reuseKey')}
              type="checkbox"
              checked={entries.reuseKey}
              onChange={({ currentTarget }) => {
                onEdit({ reuseKey: currentTarget.checked });
              }}
            />
            <span>{t('Renewals keep the key')}</span>
          </label>
        </div>
      )}
    </FieldGroup>
  );
}
