/** The kinds of key that Key Vault makes: more than the CAs of ACME sign. */
import { CertError } from './errors.ts';
import { algorithmOf, isHsmType, KEY_ALGORITHMS } from './key-type.ts';
import type { PolicyKey } from './certificate-policy.ts';

type Shape = Pick<PolicyKey, 'kty' | 'size' | 'curve'>;

const rsa = (size: number): Shape => ({ kty: 'RSA', size, curve: undefined });
const ec = (curve: string): Shape => ({ kty: 'EC', size: undefined, curve });

const SHAPES: Readonly<Record<string, Shape>> = {
  'rsa-2048': rsa(2048),
  'rsa-3072': rsa(3072),
  'rsa-4096': rsa(4096),
  'ec-p256': ec('P-256'),
  'ec-p384': ec('P-384'),
  'ec-p521': ec('P-521'),
  'ec-p256k': ec('P-256K'),
};

const ALGORITHMS = Object.keys(SHAPES);

/** Those that no CA of ACME signs. */
export const VAULT_ONLY_ALGORITHMS: readonly string[] = ALGORITHMS.filter(
  (algorithm) => !KEY_ALGORITHMS.some((known) => known === algorithm),
);

/** Each of them can be made in an HSM, too. */
export const VAULT_KEY_TYPES: readonly string[] = [
  ...ALGORITHMS,
  ...ALGORITHMS.map((algorithm) => `${algorithm}-hsm`),
];

/** @throws CertError InvalidKeyType */
export function parseVaultKeyType(input: string): Shape {
  const type = input.toLowerCase();
  const shape = VAULT_KEY_TYPES.includes(type) ? SHAPES[algorithmOf(type)] : undefined;
  if (shape === undefined) {
    throw new CertError('InvalidKeyType', { keyType: input, allowed: VAULT_KEY_TYPES });
  }
  return isHsmType(type) ? { ...shape, kty: `${shape.kty}-HSM` } : shape;
}
