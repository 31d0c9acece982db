/** Certificates from the SDK's types to the port's. */
import type {
  CertificateProperties,
  KeyVaultCertificateWithPolicy,
} from '@azure/keyvault-certificates';
import type {
  CertificateBundle,
  CertificateSummary,
  CertificateVersion,
  Recovery,
} from '../domain/key-vault.ts';
import { isPurgeable } from './certificate-upkeep.ts';
import { fromSdkPolicy } from './certificate-policy-mapping.ts';

export function toSummary(vault: string, properties: CertificateProperties): CertificateSummary {
  return {
    vault,
    name: properties.name ?? '',
    thumbprint: properties.x509ThumbprintString,
    enabled: properties.enabled ?? false,
    notBefore: properties.notBefore,
    notAfter: properties.expiresOn,
    tags: properties.tags ?? {},
  };
}

export function toVersion(properties: CertificateProperties): CertificateVersion {
  return {
    version: properties.version ?? '',
    thumbprint: properties.x509ThumbprintString,
    enabled: properties.enabled ?? false,
    notBefore: properties.notBefore,
    notAfter: properties.expiresOn,
    createdOn: properties.createdOn,
  };
}

/** `body` is the raw answer: the SDK drops its `pending` member. */
export function toBundle(
  vault: string,
  certificate: KeyVaultCertificateWithPolicy,
  body: unknown,
): CertificateBundle {
  return {
    ...toSummary(vault, certificate.properties),
    version: certificate.properties.version ?? '',
    der: certificate.cer && new Uint8Array(certificate.cer),
    policy: fromSdkPolicy(certificate.policy),
    hasOperation: hasPending(body),
    recovery: recoveryOf(certificate.properties),
  };
}

function recoveryOf({
  recoveryLevel,
  recoverableDays: days,
}: CertificateProperties): Recovery | undefined {
  return recoveryLevel === undefined ? undefined : { days, purgeable: isPurgeable(recoveryLevel) };
}

function hasPending(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'pending' in body;
}
