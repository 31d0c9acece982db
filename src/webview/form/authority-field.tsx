/**
 * The certificate authority: one that is known, or any by its directory's URL; or Key Vault itself,
 * which asks none by ACME.
 */
import type { VNode } from 'preact';
import type { Translate } from '../../domain/translate.ts';
import type { MadeBy } from '../../domain/policy-fields.ts';
import { CheckField } from '../fields/check-field.tsx';
import { Field } from '../fields/field.tsx';
import { useTranslate } from '../translation.ts';
import { fieldId, type FormFieldProps } from './field-props.ts';
import type { AuthorityTerms } from './form-protocol.ts';
import type { FormEntries } from './state-protocol.ts';
import type { Finding } from './lookups.ts';

const OTHER = 'other';

export function AuthorityField(props: FormFieldProps): VNode {
  const { state, entries, findings, problemsOf, onEdit, onLeave, onRepair } = props;
  const t = useTranslate();
  const { mode } = state.subject;
  const inVault =
    entries.madeBy === 'acme' ? undefined : waysInVault(t).find(({ by }) => by === entries.madeBy);
  const known = state.authorities.find(({ id }) => id === entries.ca);
  const problems = problemsOf('ca');
  const named = state.current?.namedAuthority;
  const status = authorityStatus(findings.authority, t);
  const choose = (ca: string): void => {
    // What one CA calls its profiles and terms means nothing to another.
    if (ca === entries.ca) return;
    onEdit({ ca, profile: '', agreedTerms: '', rehearse: false, forceStaging: false });
  };
  const chooseWay = (value: string): void => {
    const way = waysInVault(t).find(({ by }) => by === value);
    onEdit({ madeBy: way?.by ?? 'acme' });
    if (!way) choose(value === OTHER ? '' : value);
  };
  const isKnown = known !== undefined || inVault !== undefined;
  // The element that is at fault carries the field's id.
  const [choice, url] = isKnown ? [fieldId('ca'), ''] : ['ca-choice', fieldId('ca')];
  return (
    <>
      <Field
        id={choice}
        label={t('Certificate authority')}
        hint={(inVault ?? known)?.meaning}
        status={inVault ? undefined : known && status}
        problems={isKnown ? problems : []}
        onRepair={onRepair}
      >
        {(wiring) => (
          <select
            {...wiring}
            value={inVault?.by ?? known?.id ?? OTHER}
            onChange={({ currentTarget }) => {
              chooseWay(currentTarget.value);
            }}
          >
            {mode !== 'policy' && (
              <>
                {state.authorities.map(({ id, name }) => (
                  <option value={id} key={id}>
                    {name}
                  </option>
                ))}
                <option value={OTHER}>{t('Other…')}</option>
              </>
            )}
            {mode !== 'renew' && (
              <optgroup label={t('Without ACME')}>
                {waysInVault(t).map(({ by, name }) => (
                  <option value={by} key={by}>
                    {name}
                  </option>
                ))}
              </optgroup>
            )}
          </select>
        )}
      </Field>
      {!isKnown && (
        <Field
          id={url}
          label={t('Directory URL')}
          hint={t('The https URL of an ACME directory, as the certificate authority names it.')}
          status={status}
          problems={problems}
          onRepair={onRepair}
          below={
            named !== undefined &&
            entries.ca === '' && (
              <p>
                {t('The tag of the certificate names {0}.', named)}{' '}
                <button
                  type="button"
                  class="secondary"
                  onClick={() => {
                    choose(named);
                  }}
                >
                  {t('Use This Directory')}
                </button>
              </p>
            )
          }
        >
          {(wiring) => (
            <input
              {...wiring}
              type="url"
              required
              value={entries.ca}
              placeholder="https://ca.example/acme/directory"
              spellcheck={false}
              onInput={({ currentTarget }) => {
                choose(currentTarget.value);
              }}
              onBlur={() => {
                onLeave('ca');
              }}
            />
          )}
        </Field>
      )}
    </>
  );
}

/** What Key Vault does by itself: no DNS zone is needed for it. */
function waysInVault(
  t: Translate,
): readonly { readonly by: MadeBy; readonly name: string; readonly meaning: string }[] {
  return [
    {
      by: 'self',
      name: t('Self-signed'),
      meaning: t('Signed by its own key: only those who are told to will trust it.'),
    },
    {
      by: 'named',
      name: t('An issuer of the vault…'),
      meaning: t('The vault orders it with an account that it has at a CA, and renews it there.'),
    },
    {
      by: 'by-hand',
      name: t('By hand (CSR)…'),
      meaning: t(
        'Key Vault makes a key and a CSR. You take that to a CA, and merge what it sends.',
      ),
    },
  ];
}

function authorityStatus(
  finding: Finding<AuthorityTerms> | undefined,
  t: Translate,
): string | undefined {
  if (finding?.state === 'looking') return t('Asking the certificate authority…');
  if (finding?.state === 'failed') {
    return t('The certificate authority could not be asked: {0}', finding.problem.message);
  }
  return undefined;
}

/** Nothing where the CA has no terms, or where they were agreed to before. */
export function TermsField({
  state,
  entries,
  findings,
  problemsOf,
  onEdit,
  onRepair,
}: FormFieldProps): VNode | null {
  const t = useTranslate();
  const { authority } = findings;
  if (authority?.state !== 'found' || authority.answer.terms === undefined) return null;
  const { terms, isAgreed } = authority.answer;
  const name = authorityName(entries, state.authorities);
  if (isAgreed) {
    return (
      <p class="quiet">
        {t('The terms of service of {0} were agreed to before.', name)} <TermsLink terms={terms} />
      </p>
    );
  }
  return (
    <CheckField
      id={fieldId('agreedTerms')}
      label={t('I agree to the terms of service of {0}.', name)}
      problems={problemsOf('agreedTerms')}
      onRepair={onRepair}
      isChecked={entries.agreedTerms === terms}
      onCheck={(isChecked) => {
        onEdit({ agreedTerms: isChecked ? terms : '' });
      }}
    >
      <p>
        <TermsLink terms={terms} />
      </p>
    </CheckField>
  );
}

/** The URL is the CA's own text: only what a browser opens safely becomes a link. */
function TermsLink({ terms }: { readonly terms: string }): VNode {
  const t = useTranslate();
  const protocol = URL.parse(terms)?.protocol;
  if (protocol !== 'https:' && protocol !== 'http:') return <code>{terms}</code>;
  return <a href={terms}>{t('Read the terms of service')}</a>;
}

function authorityName(
  { ca }: FormEntries,
  authorities: FormFieldProps['state']['authorities'],
): string {
  return authorities.find(({ id }) => id === ca)?.name ?? URL.parse(ca)?.host ?? ca;
}
