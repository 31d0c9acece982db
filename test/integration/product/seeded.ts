/** Certificates that a vault of the sandbox holds from the start. */
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { SeededCertificate } from '../../sandbox/keyvault/seed.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 86_400_000;

/**
 * Days are counted from now; nobody's CA has signed it.
 * @param dnsNames - one, or several of which the first is the common name
 */
export async function seededCertificate(
  name: string,
  validity: { readonly from: number; readonly to: number },
  tags: Readonly<Record<string, string>> = {},
  dnsNames: string | readonly string[] = '*.example.com',
): Promise<SeededCertificate> {
  const now = Date.now();
  const names = [dnsNames].flat();
  const leaf = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${names[0] ?? ''}`,
    notBefore: new Date(now + validity.from * DAY),
    notAfter: new Date(now + validity.to * DAY),
    keys: await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
    ],
  });
  return { name, chain: [Buffer.from(leaf.rawData)], tags };
}
