/** What Key Vault gives as the secret of a certificate. */
import { CertError } from '../../domain/errors.ts';
import type { SecretContents } from '../../domain/key-material.ts';
import { readCertificate } from '../certificate.ts';
import { chainFrom } from '../certificate-file.ts';
import { Obstacle } from './obstacle.ts';
import { readPrivateKey } from './private-key.ts';
import { formatOf, readFileContents } from './read-file.ts';

/**
 * @param value - PEM, or a PFX without a password
 * @param leaf - DER of the certificate
 * @throws CertError Unexpected: it is none of them; nothing of it is in the message
 */
export function openSecret(value: Uint8Array, leaf: Uint8Array): SecretContents {
  try {
    const { certificates, keys } = readFileContents(value, formatOf(value) ?? 'unknown', '');
    const first = { der: leaf, facts: readCertificate(leaf) };
    const others = certificates
      .map((der) => ({ der, facts: readCertificate(der) }))
      .filter(({ facts }) => facts.thumbprintSha256 !== first.facts.thumbprintSha256);
    const ordered = chainFrom(first, others);
    const rest = others.filter((other) => !ordered.includes(other));
    const { fingerprint } = first.facts.publicKey;
    const key = keys.map(readPrivateKey).find((each) => each.fingerprint === fingerprint);
    return { privateKey: key?.der, chain: [...ordered, ...rest].map(({ der }) => der) };
  } catch (cause) {
    const reason = cause instanceof Obstacle ? cause.problem.kind : 'a certificate in it';
    throw new CertError('Unexpected', {
      message: `the secret of the certificate cannot be read (${reason})`,
    });
  }
}
