/**
 * P-256K (secp256k1), which WebCrypto and the X.509 library on it do not have: what they made for a
 * P-256 key gets the other public key and is signed anew. Both curves go with SHA-256.
 */
import { createPublicKey, generateKeyPair, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { bits, sequence } from './der.ts';
import { membersOf, valuesIn } from './read-der.ts';

export const KOBLITZ_CURVE = 'P-256K';

/** Where the public key stands among the members of what is signed. */
const PUBLIC_KEY_AT = { request: 2, certificate: 6 };

const generate = promisify(generateKeyPair);

export async function generateKoblitzKey(): Promise<KeyObject> {
  const { privateKey } = await generate('ec', { namedCurve: 'secp256k1' });
  return privateKey;
}

/**
 * @param der a PKCS#10 request, or a self-signed certificate of version 3
 * @returns DER
 */
export function withKoblitzKey(
  der: Buffer,
  kind: keyof typeof PUBLIC_KEY_AT,
  privateKey: KeyObject,
): Buffer {
  const [signed, algorithm] = membersOf(valuesIn(der)[0]);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const members = membersOf(signed).map(({ raw }, index) =>
    index === PUBLIC_KEY_AT[kind] ? publicKey : raw,
  );
  const content = sequence(...members);
  const signature = sign('sha256', content, privateKey);
  return sequence(content, algorithm?.raw ?? Buffer.alloc(0), bits(signature));
}
