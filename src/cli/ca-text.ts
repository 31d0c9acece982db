/** What is known of a CA, and what it says of itself: as a document and for people. */
import type { AcmeDirectory } from '../domain/acme.ts';
import { knownCa, KNOWN_CAS } from '../domain/certificate-authorities.ts';
import type { IssuanceCa } from '../domain/issuance.ts';
import { columns, fields } from './table.ts';

/** One of the catalogue, before it is asked. */
export interface ListedCa {
  readonly id: string;
  readonly name: string;
  readonly directoryUrl: string;
  readonly isStaging: boolean;
  /** Where its site tells how to get the key of an account there; null where none is needed. */
  readonly externalAccountGuide: string | null;
}

/** What it said when it was asked, besides what the catalogue knows of it. */
export interface DescribedCa extends Omit<ListedCa, 'externalAccountGuide'> {
  readonly terms: string | null;
  readonly website: string | null;
  readonly externalAccountRequired: boolean;
  /** Descriptions by name. */
  readonly profiles: Readonly<Record<string, string>>;
  /** It says when a certificate is to be renewed (RFC 9773). */
  readonly renewalInformation: boolean;
  readonly revocation: boolean;
  readonly keyRollover: boolean;
  /** What a CAA record may name it by (RFC 8659 §4.2). */
  readonly caaIdentities: readonly string[];
  /** null: that shows only when a certificate is asked for. */
  readonly keyTypes: readonly string[] | null;
  readonly nameLimit: number | null;
  readonly nameLimitOfProfile: Readonly<Record<string, number>>;
}

export function listedCas(): readonly ListedCa[] {
  return KNOWN_CAS.map(({ id, name, directoryUrl, isStaging, eabGuide }) => {
    return { id, name, directoryUrl, isStaging, externalAccountGuide: eabGuide ?? null };
  });
}

export function describedCa(ca: IssuanceCa, directory: AcmeDirectory): DescribedCa {
  const known = knownCa(ca);
  return {
    ...ca,
    isStaging: known?.isStaging ?? false,
    terms: directory.terms ?? null,
    website: directory.website ?? null,
    externalAccountRequired: directory.externalAccountRequired,
    profiles: directory.profiles,
    renewalInformation: directory.hasRenewalInfo,
    revocation: directory.revocation,
    keyRollover: directory.keyRollover,
    caaIdentities: directory.caaIdentities,
    keyTypes: known?.keyTypes ?? null,
    nameLimit: known?.nameLimit ?? null,
    nameLimitOfProfile: known?.nameLimitOfProfile ?? {},
  };
}

export function caTable(cas: readonly ListedCa[]): string {
  return columns(
    ['CA', 'NAME', 'ACCOUNT', 'DIRECTORY'],
    cas.map(({ id, name, directoryUrl, externalAccountGuide }) => [
      id,
      name,
      externalAccountGuide === null ? 'made here' : "of the CA's site",
      directoryUrl,
    ]),
  );
}

export function caFields(ca: DescribedCa): string {
  const { keyTypes, nameLimit, caaIdentities } = ca;
  const staging: [string, string][] = ca.isStaging
    ? [['Trusted', 'by nobody: it is for rehearsals']]
    : [];
  const facts = fields([
    ['CA', `${ca.name} (${ca.directoryUrl})`],
    ...staging,
    ['Terms', ca.terms ?? 'none'],
    ['Website', ca.website ?? 'not said'],
    ['Account', ca.externalAccountRequired ? "bound to one of the CA's site (EAB)" : 'made here'],
    ['Renewal times', ca.renewalInformation ? 'said by the CA (ARI)' : 'by the lifetime alone'],
    ['Revocation', yesNo(ca.revocation)],
    ['Key rollover', yesNo(ca.keyRollover)],
    ['CAA records', caaIdentities.join(', ') || 'not said'],
    ['Keys', keyTypes?.join(', ') ?? 'not known before it is asked'],
    ['DNS names', nameLimit === null ? 'not known before it is asked' : namesText(nameLimit, ca)],
  ]);
  return `${facts}\n\n${profilesText(ca.profiles)}`;
}

function namesText(limit: number, { nameLimitOfProfile }: DescribedCa): string {
  const fewer = Object.entries(nameLimitOfProfile).map(
    ([profile, few]) => `${few} with ${profile}`,
  );
  return [`up to ${limit}`, ...fewer].join(', ');
}

function profilesText(profiles: DescribedCa['profiles']): string {
  const rows = Object.entries(profiles);
  return rows.length === 0 ? 'It has no profiles.' : columns(['PROFILE', 'WHAT THE CA SAYS'], rows);
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
