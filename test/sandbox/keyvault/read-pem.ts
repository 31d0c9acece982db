/** Reading PEM files as the service does: PKCS#8 alone, lines that end in LF. */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { badParameter } from './errors.ts';
import { isLegacyEncryption } from './password-encryption.ts';
import { membersOf, valuesIn } from './read-der.ts';
import { decryptKey, type KeyAndChain } from './read-pkcs12.ts';

/** @throws ApiError 400 in the service's words */
export function readPem(value: string, password: string): KeyAndChain {
  const blocks = [
    ...value.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----\n([A-Za-z0-9+/=\n]+)-----END \1-----/g),
  ].map(([, label = '', body = '']) => ({ label, der: Buffer.from(body, 'base64') }));
  const chain = blocks.filter(({ label }) => label === 'CERTIFICATE').map(({ der }) => der);
  const keys = blocks.filter(({ label }) => label.endsWith('PRIVATE KEY'));
  // What is marked but was not matched has lines that end in CRLF, or no base64 in it.
  const marked = value.match(/-----BEGIN /g)?.length ?? 0;
  if (chain.length === 0 || marked !== blocks.length) throw badFormat();
  const [key] = keys;
  if (key === undefined) {
    throw badParameter(
      'Private key is not specified in the specified X.509 PEM certificate content. Please specify private key in the X.509 PEM certificate content.',
    );
  }
  try {
    const certificates = chain.map((der) => new X509Certificate(der).raw);
    return { key: openKey(key.label, key.der, password), chain: certificates };
  } catch {
    throw badFormat();
  }
}

/** Encrypted keys are opened where the documents name the encryption: PBE with SHA-1, not PBES2. */
function openKey(label: string, der: Buffer, password: string): KeyObject {
  if (label === 'PRIVATE KEY') return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const [info] = valuesIn(der);
  if (label !== 'ENCRYPTED PRIVATE KEY' || !isLegacyEncryption(membersOf(info)[0])) {
    throw new Error('not a key that the service reads');
  }
  return decryptKey(info, password);
}

function badFormat() {
  return badParameter(
    'The specified PEM X.509 certificate content is in an unexpected format. Please check if certificate is in valid PEM format.',
  );
}
