/** The form of a renewal: filled in from the current version, and what it is going to change. */
import {
  CONTENT_TYPES,
  isExportable,
  type FormContentType,
  type FormValues,
} from './certificate-form.ts';
import { resolveCa } from './certificate-authorities.ts';
import type { CertificateDetails } from './certificate-details.ts';
import { parseDnsNames } from './dns-name.ts';
import { isCertError } from './errors.ts';
import { KEY_TYPES, keyTypeOf } from './key-type.ts';
import { ownerTags } from './owner-tags.ts';
import type { Translate } from './translate.ts';
import { USUAL_POLICY_FIELDS } from './policy-fields.ts';

/**
 * The fields as they are where nothing changes. `ca` is empty where no tag says which one has issued
 * it; `keyType` is empty for kinds of key that cannot be asked for.
 */
export function renewalForm({ vault, bundle, facts, recipe }: CertificateDetails): FormValues {
  const { policy } = bundle;
  const keyType = policy && keyTypeOf(policy.key);
  return {
    vault: vault.name,
    name: bundle.name,
    dnsNames: facts?.dnsNames ?? policy?.dnsNames ?? [],
    ca: recipe?.ca ?? '',
    profile: recipe?.profile ?? '',
    keyType: KEY_TYPES.find((type) => type === keyType) ?? '',
    contentType: contentTypeOf(policy?.contentType),
    exportable: policy?.key.exportable ?? true,
    reuseKey: policy?.key.reuse ?? false,
    tags: Object.entries(ownerTags(bundle.tags)).map(([name, value]) => ({ name, value })),
    agreedTerms: '',
    rehearse: false,
    forceStaging: false,
    ...USUAL_POLICY_FIELDS,
  };
}

/** One thing that becomes different with a renewal. */
export type RenewalChange =
  | { readonly kind: 'names-added' | 'names-removed'; readonly names: readonly string[] }
  /** `from` is empty where nobody knows. */
  | { readonly kind: 'ca'; readonly from: string; readonly to: string }
  /** Empty: the CA's default. */
  | { readonly kind: 'profile'; readonly from: string; readonly to: string }
  | { readonly kind: 'key-type'; readonly from: string; readonly to: string }
  | { readonly kind: 'content-type'; readonly to: FormContentType }
  | { readonly kind: 'exportable' | 'reuse-key'; readonly to: boolean }
  | {
      readonly kind: 'tag';
      readonly name: string;
      readonly from: string | undefined;
      readonly to: string;
    };

/**
 * @param current - `renewalForm` of the certificate
 * @param values - as they are typed; what is no DNS name yet counts as typed
 */
export function changesBetween(current: FormValues, values: FormValues): readonly RenewalChange[] {
  const changes: RenewalChange[] = [];
  const before = namesIn(current);
  const after = namesIn(values);
  const added = after.filter((name) => !before.includes(name));
  const removed = before.filter((name) => !after.includes(name));
  if (added.length > 0) changes.push({ kind: 'names-added', names: added });
  if (removed.length > 0) changes.push({ kind: 'names-removed', names: removed });
  const ca = { from: caName(current.ca), to: caName(values.ca) };
  if (ca.from !== ca.to) changes.push({ kind: 'ca', ...ca });
  const profile = { from: current.profile, to: values.profile.trim() };
  if (profile.from !== profile.to) changes.push({ kind: 'profile', ...profile });
  const key = { from: current.keyType, to: values.keyType };
  if (key.to !== '' && key.from !== key.to) changes.push({ kind: 'key-type', ...key });
  if (current.contentType !== values.contentType) {
    changes.push({ kind: 'content-type', to: values.contentType });
  }
  const exportable = isExportable(values);
  if (isExportable(current) !== exportable) changes.push({ kind: 'exportable', to: exportable });
  if (current.reuseKey !== values.reuseKey) {
    changes.push({ kind: 'reuse-key', to: values.reuseKey });
  }
  return [...changes, ...tagChanges(current, values)];
}

/** A sentence for a change. Names and tags are as typed: make them safe where that matters. */
export function describeChange(change: RenewalChange, t: Translate): string {
  switch (change.kind) {
    case 'names-added':
      return t('The certificate gets the names: {0}.', change.names.join(', '));
    case 'names-removed':
      return t('The certificate loses the names: {0}.', change.names.join(', '));
    case 'ca':
      return change.from === ''
        ? t('It is issued by {0}.', change.to)
        : t('It is issued by {1} instead of {0}.', change.from, change.to);
    case 'profile':
      if (change.to === '') return t("The CA's default profile replaces {0}.", change.from);
      return change.from === ''
        ? t('The profile becomes {0}.', change.to)
        : t('The profile becomes {1} instead of {0}.', change.from, change.to);
    case 'key-type':
      return change.from === ''
        ? t('The new key is {0}.', change.to)
        : t('The new key is {1} instead of {0}.', change.from, change.to);
    case 'content-type':
      return change.to === 'pem'
        ? t('The secret holds PEM from now on.')
        : t('The secret holds PKCS#12 from now on.');
    case 'exportable':
      return change.to
        ? t('The private key can be read from the secret from now on.')
        : t('The private key can no longer be read from the secret.');
    case 'reuse-key':
      return change.to
        ? t('Renewals keep the key from now on.')
        : t('Every renewal makes a new key from now on.');
    case 'tag':
      return change.from === undefined
        ? t('The tag {0} is set to “{1}”.', change.name, change.to)
        : t('The tag {0} becomes “{2}” instead of “{1}”.', change.name, change.from, change.to);
  }
}

function tagChanges(current: FormValues, values: FormValues): readonly RenewalChange[] {
  return values.tags.flatMap(({ name, value }) => {
    const found = current.tags.find((tag) => tag.name === name.trim());
    if (name.trim() === '' || found?.value === value) return [];
    return [{ kind: 'tag' as const, name: name.trim(), from: found?.value, to: value }];
  });
}

function namesIn({ dnsNames }: FormValues): readonly string[] {
  return [...new Set(dnsNames.map(canonicalName).filter((name) => name !== ''))];
}

function canonicalName(typed: string): string {
  try {
    return parseDnsNames([typed.trim()])[0]?.ascii ?? '';
  } catch (error) {
    if (isCertError(error)) return typed.trim();
    throw error;
  }
}

function caName(choice: string): string {
  try {
    return choice === '' ? '' : resolveCa(choice).name;
  } catch (error) {
    if (isCertError(error)) return choice;
    throw error;
  }
}

function contentTypeOf(contentType: string | undefined): FormContentType {
  return contentType === CONTENT_TYPES.pem ? 'pem' : 'pkcs12';
}
