/**
 * What a person fills in to have a certificate issued or renewed, as it was typed: checked, and made
 * a wish of. The rules are those of the command line; the page and its host apply the same ones.
 */
import {
  rehearsalCaOf,
  requireAcceptedKey,
  requireAcceptedNameCount,
  resolveCa,
  isKnownCa,
} from './certificate-authorities.ts';
import { parseCertificateName, parseVaultName } from './certificate-target.ts';
import type { ContentType } from './certificate-policy.ts';
import { parseDnsName, parseDnsNames } from './dns-name.ts';
import { CertError, isCertError } from './errors.ts';
import type { IssuanceCa } from './issuance.ts';
import type { IssuanceWish } from './issuance-wish.ts';
import { DEFAULT_KEY_TYPE, isHsmType, parseKeyType } from './key-type.ts';
import { MAX_OWNER_TAGS, MAX_TAGS, parseTags, type Tag } from './owner-tags.ts';
import {
  policyChangeOf,
  policyFieldProblems,
  type PolicyFields,
  type PolicyForm,
} from './policy-fields.ts';
import { invalidPolicy } from './policy-json.ts';
import { parseVaultKeyType, VAULT_KEY_TYPES } from './vault-key-type.ts';
import type { VaultWish } from './vault-wish.ts';

export interface FormValues extends PolicyFields {
  /** The vault's name. */
  readonly vault: string;
  readonly name: string;
  readonly dnsNames: readonly string[];
  /** Id of a known CA, or the URL of an ACME directory. */
  readonly ca: string;
  /** Empty: the CA's default. */
  readonly profile: string;
  /** Empty: as the certificate has it, or the default. */
  readonly keyType: string;
  readonly contentType: FormContentType;
  readonly exportable: boolean;
  readonly reuseKey: boolean;
  readonly tags: readonly Tag[];
  /** URL of the terms of service that were agreed to in the form; empty if none were. */
  readonly agreedTerms: string;
  /** All is tried at a CA that nobody trusts first. */
  readonly rehearse: boolean;
  /** A CA that nobody trusts may issue in the place of one that is trusted. */
  readonly forceStaging: boolean;
}

export type FormContentType = 'pkcs12' | 'pem';

export type FormField = keyof FormValues;

/** What is known besides what was typed. All of it survives JSON. */
export interface FormContext {
  /** Of renewals: what the fields say where nothing changes. */
  readonly current?: FormValues;
  /** What the chosen CA has said, where it was asked. */
  readonly authority?: {
    readonly terms?: string | undefined;
    readonly agreed: boolean;
    readonly profiles: Readonly<Record<string, string>>;
  };
}

export const CONTENT_TYPES: Readonly<Record<FormContentType, ContentType>> = {
  pkcs12: 'application/x-pkcs12',
  pem: 'application/x-pem-file',
};

/**
 * What is wrong, by field, in the order of the form; empty: nothing. Whether vault, name and zones
 * are there in Azure is no question of this.
 */
export function checkForm(
  values: FormValues,
  context: FormContext = {},
): ReadonlyMap<FormField, CertError> {
  const problems = new Map<FormField, CertError>();
  const isByAcme = values.madeBy === 'acme';
  for (const [field, check] of isByAcme ? CHECKS : VAULT_CHECKS) {
    try {
      check(values, context);
    } catch (error) {
      if (!isCertError(error)) throw error;
      problems.set(field, error);
    }
  }
  if (isByAcme) return problems;
  const { current } = context;
  // What the service has taken already is not asked about.
  const known = current ? policyFieldProblems(policyFormOf(current)) : undefined;
  for (const [field, found] of policyFieldProblems(policyFormOf(values))) {
    const said = (known?.get(field) ?? []).map((one) => JSON.stringify(one));
    const unknown = found.filter((one) => !said.includes(JSON.stringify(one)));
    if (unknown.length > 0 && !problems.has(field)) problems.set(field, invalidPolicy(unknown));
  }
  return problems;
}

/**
 * A renewal says only what changes; what it does not say stays as it is on the certificate.
 * @throws CertError: the first one of `checkForm`
 */
export function wishOf(values: FormValues, context: FormContext = {}): IssuanceWish {
  const [problem] = checkForm(values, context).values();
  if (problem) throw problem;
  const { current } = context;
  const differs = (field: FormField): boolean => current?.[field] !== values[field];
  const ca = resolveCa(values.ca);
  const dnsNames = namesOf(values);
  const tags = parseTags(newTags(values, context));
  const profile = values.profile.trim();
  const exportable = isExportable(values);
  // The profiles of one CA mean nothing to another: with another CA the profile is said again.
  const isOtherProfile = profile !== (current && !differs('ca') ? current.profile : '');
  return {
    kind: current ? 'renew' : 'create',
    target: { vault: parseVaultName(values.vault.trim()), name: values.name.trim() },
    ...(current && dnsNames.join() === namesOf(current).join() ? {} : { dnsNames }),
    // A CA that is known by its URL alone is not taken from a tag unseen: here it was seen.
    ...(differs('ca') || !isKnownCa(ca) ? { ca } : {}),
    ...(isOtherProfile ? { profile } : {}),
    ...(differs('keyType') && values.keyType !== ''
      ? { keyType: parseKeyType(values.keyType) }
      : {}),
    ...(differs('contentType') ? { contentType: CONTENT_TYPES[values.contentType] } : {}),
    ...(current && isExportable(current) === exportable ? {} : { exportable }),
    ...(differs('reuseKey') ? { reuseKey: values.reuseKey } : {}),
    ...(Object.keys(tags).length > 0 ? { tags } : {}),
    ...(values.agreedTerms === '' ? {} : { agreedTerms: values.agreedTerms }),
    ...(values.rehearse ? { rehearse: true } : {}),
    ...(values.forceStaging ? { forceStaging: true } : {}),
  };
}

/**
 * What is asked of Key Vault where no ACME CA is.
 * @throws CertError: the first one of `checkForm`
 */
export function vaultWishOf(values: FormValues): VaultWish {
  const [problem] = checkForm(values).values();
  if (problem) throw problem;
  const tags = parseTags(newTags(values, {}));
  return {
    target: { vault: parseVaultName(values.vault.trim()), name: values.name.trim() },
    change: policyChangeOf(policyFormOf(values)),
    ...(Object.keys(tags).length > 0 && { tags }),
    ...(!values.enabled && { disabled: true }),
  };
}

/** Whatever is ticked: what is made in an HSM stays there. */
export function isExportable({ keyType, exportable }: FormValues): boolean {
  return exportable && !isHsmType(keyType);
}

/** A name for the certificate of a DNS name, e.g. `www-example-com`; empty: it is no DNS name. */
export function suggestedName(dnsName: string): string {
  try {
    const { base, wildcard } = parseDnsName(dnsName.trim());
    const name = `${wildcard ? 'wildcard.' : ''}${base}`.replaceAll('.', '-');
    return name.slice(0, LONGEST_NAME).replace(/-+$/, '');
  } catch (error) {
    if (isCertError(error, 'InvalidDnsName')) return '';
    throw error;
  }
}

/** Of a certificate in Key Vault. */
const LONGEST_NAME = 127;

/** What the tag of a certificate can remember of a profile. */
const PROFILE = /^[\w.-]{1,64}$/;

type Check = (values: FormValues, context: FormContext) => void;

const CHECKS: readonly (readonly [FormField, Check])[] = [
  ['vault', ({ vault }) => parseVaultName(vault.trim())],
  [
    'dnsNames',
    (values) => {
      const names = namesOf(values);
      const ca = caOf(values);
      if (ca) requireAcceptedNameCount(ca, names.length, values.profile.trim());
    },
  ],
  ['name', ({ name }) => parseCertificateName(name.trim())],
  ['ca', ({ ca }) => resolveCa(ca)],
  ['agreedTerms', requireAgreement],
  ['rehearse', requireRehearsal],
  ['profile', requireProfile],
  ['keyType', requireKeyType],
  ['tags', requireTags],
];

/** What Key Vault can be asked for without ACME; the rest of it is the policy's. */
const VAULT_CHECKS: typeof CHECKS = [
  ['vault', ({ vault }) => parseVaultName(vault.trim())],
  ['name', ({ name }) => parseCertificateName(name.trim())],
  ['keyType', requireVaultKeyType],
  ['tags', requireTags],
];

/** The kind of key has its own check: here it is one that can be read. */
function policyFormOf(values: FormValues): PolicyForm {
  const isKnown = VAULT_KEY_TYPES.includes(values.keyType.toLowerCase());
  const keyType = isKnown ? values.keyType : DEFAULT_KEY_TYPE;
  return { ...values, keyType, contentType: CONTENT_TYPES[values.contentType] };
}

/** A certificate may have a kind that cannot be asked for, and keep it. */
function requireVaultKeyType({ keyType }: FormValues, { current }: FormContext): void {
  if (keyType !== '' || current?.keyType !== '') parseVaultKeyType(keyType);
}

function namesOf({ dnsNames }: FormValues): readonly string[] {
  const typed = dnsNames.map((name) => name.trim()).filter((name) => name !== '');
  return parseDnsNames(typed).map(({ ascii }) => ascii);
}

/** undefined: it is the field of the CA that is wrong. */
function caOf({ ca }: FormValues): IssuanceCa | undefined {
  try {
    return resolveCa(ca);
  } catch {
    return undefined;
  }
}

function requireAgreement(values: FormValues, { authority }: FormContext): void {
  const terms = authority?.terms;
  if (terms === undefined || authority?.agreed === true || values.agreedTerms === terms) return;
  throw new CertError('TermsNotAgreed', { ca: caOf(values)?.name ?? values.ca, terms });
}

/** Where the CA is wrong, that is said. */
function requireRehearsal(values: FormValues): void {
  const ca = values.rehearse ? caOf(values) : undefined;
  if (ca) rehearsalCaOf(ca);
}

function requireProfile(values: FormValues, { authority }: FormContext): void {
  const profile = values.profile.trim();
  if (profile === '') return;
  const offered = Object.keys(authority?.profiles ?? {});
  if (authority ? offered.includes(profile) : PROFILE.test(profile)) return;
  throw new CertError('UnknownProfile', { profile, ca: caOf(values)?.name ?? values.ca, offered });
}

/** What a certificate has is not asked for: it may be a kind that cannot be. */
function requireKeyType(values: FormValues, { current }: FormContext): void {
  const asked = values.keyType === '' ? current?.keyType : values.keyType;
  if (asked === undefined || asked === '') return;
  const keyType = parseKeyType(asked);
  const ca = caOf(values);
  if (ca) requireAcceptedKey(ca, keyType);
}

function requireTags(values: FormValues, context: FormContext): void {
  const tags = parseTags(newTags(values, context));
  const names = new Set([
    ...(context.current?.tags ?? []).map(({ name }) => name),
    ...Object.keys(tags),
  ]);
  // Only an issuance by ACME writes tags of its own.
  if (names.size <= (values.madeBy === 'acme' ? MAX_OWNER_TAGS : MAX_TAGS)) return;
  const { vault, name } = values;
  throw new CertError('TooManyTags', { vault, name, count: names.size, limit: MAX_TAGS });
}

/** Those that the certificate does not have yet, or with another value; blank lines are none. */
function newTags({ tags }: FormValues, { current }: FormContext): readonly Tag[] {
  return tags
    .filter(({ name, value }) => name.trim() !== '' || value !== '')
    .map(({ name, value }) => ({ name: name.trim(), value }))
    .filter(
      (tag) => !current?.tags.some(({ name, value }) => name === tag.name && value === tag.value),
    );
}
