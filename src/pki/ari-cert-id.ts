import { readExtensions } from './certificate-extensions.ts';
import { readDer } from './der.ts';
import { certificateParts } from './tbs-certificate.ts';

/**
 * The key identifier of its issuer and its serial number, each base64url (RFC 9773 §4.1): the number
 * is the content of its encoding, with the zero byte before a high first bit.
 *
 * @throws CertError Unexpected
 */
export function ariCertId(der: Uint8Array): string | undefined {
  return readDer(der, 'certificate', (bytes) => {
    const { serialNumber, extensions } = certificateParts(bytes);
    const { authorityKeyId } = readExtensions(extensions).contents;
    if (authorityKeyId === undefined) return undefined;
    const issuer = Buffer.from(authorityKeyId, 'hex').toString('base64url');
    return `${issuer}.${Buffer.from(serialNumber.content).toString('base64url')}`;
  });
}
