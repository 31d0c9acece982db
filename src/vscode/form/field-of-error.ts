import type { CertError, ErrorCode } from '../../domain/errors.ts';
import type { FormField } from '../../domain/certificate-form.ts';

const FIELDS: Partial<Readonly<Record<ErrorCode, FormField>>> = {
  VaultNotFound: 'vault',
  VaultForbidden: 'vault',
  InvalidVaultName: 'vault',
  InvalidDnsName: 'dnsNames',
  NoDnsName: 'dnsNames',
  TooManyDnsNames: 'dnsNames',
  ZoneNotFound: 'dnsNames',
  ZoneNotDelegated: 'dnsNames',
  CnameLoop: 'dnsNames',
  InvalidCertificateName: 'name',
  CertificateExists: 'name',
  NameSoftDeleted: 'name',
  ForeignPendingOperation: 'name',
  IssuerNotFound: 'issuer',
  InvalidCa: 'ca',
  CaaForbids: 'ca',
  ExternalAccountRequired: 'ca',
  TermsNotAgreed: 'agreedTerms',
  NoRehearsal: 'rehearse',
  StagingOverTrusted: 'forceStaging',
  UnknownProfile: 'profile',
  InvalidKeyType: 'keyType',
  KeyTypeRefusedByCa: 'keyType',
  HsmNeedsPremium: 'keyType',
  HsmKeyNotExportable: 'exportable',
  TooManyTags: 'tags',
  InvalidTag: 'tags',
};

/** The field of the form that an error is about; undefined: none in particular. */
export function fieldOfError({ code }: CertError): FormField | undefined {
  return FIELDS[code];
}
