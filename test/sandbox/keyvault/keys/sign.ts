/** POST /keys/{name}/{version}/sign */
import type { ApiResponse } from '../../api.ts';
import { invalidProperty } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import { bindSign } from './key-body.ts';
import { keyId } from './key-bundle.ts';
import type { KeyVersion } from './key-entry.ts';
import {
  incompatibleAlgorithm,
  invalidDigestLength,
  keyDisabled,
  keyOperationForbidden,
  keyOutsideValidity,
} from './key-errors.ts';
import { requireKeyVersion } from './keys.ts';
import { signEc, signRsa, type DigestName } from './raw-signature.ts';

interface SignatureAlgorithm {
  readonly digest: DigestName;
  /** Bytes of the digest. */
  readonly length: number;
  /** Of the one curve that goes with it; RSA without it. */
  readonly curve?: string;
}

const ALGORITHMS: Readonly<Record<string, SignatureAlgorithm>> = {
  ES256: { digest: 'sha256', length: 32, curve: 'P-256' },
  ES384: { digest: 'sha384', length: 48, curve: 'P-384' },
  ES512: { digest: 'sha512', length: 64, curve: 'P-521' },
  RS256: { digest: 'sha256', length: 32 },
  RS384: { digest: 'sha384', length: 48 },
  RS512: { digest: 'sha512', length: 64 },
};

/** Signs a digest that the caller has made; the key itself goes nowhere. */
export function sign(exchange: Exchange): ApiResponse {
  const { alg, value } = bindSign(exchange.request);
  const { found, version } = requireKeyVersion(exchange);
  const kid = keyId(exchange.store, found.entry, version);
  checkUsable(version, exchange.now);
  const algorithm = Object.hasOwn(ALGORITHMS, alg) ? ALGORITHMS[alg] : undefined;
  if (algorithm === undefined) throw invalidProperty('alg');
  checkFit(version, kid, alg, algorithm);
  const digest = Buffer.from(value, 'base64url');
  if (digest.length !== algorithm.length) {
    throw invalidDigestLength(digest.length, alg, algorithm.length);
  }
  if (version.privateKey === undefined) throw keyOperationForbidden('sign');
  const signature =
    algorithm.curve === undefined
      ? signRsa(version.privateKey, algorithm.digest, digest)
      : signEc(version.privateKey, digest);
  return { status: 200, body: { kid, value: signature.toString('base64url') } };
}

function checkUsable({ attributes, operations }: KeyVersion, now: number): void {
  const { enabled, nbf = -Infinity, exp = Infinity } = attributes;
  if (!enabled) throw keyDisabled('sign');
  if (now < nbf * 1000 || now >= exp * 1000) throw keyOutsideValidity('sign');
  if (!operations.includes('sign')) throw keyOperationForbidden('sign');
}

function checkFit(
  { kty, publicKey }: KeyVersion,
  kid: string,
  alg: string,
  { curve }: SignatureAlgorithm,
): void {
  const { crv } = publicKey.export({ format: 'jwk' });
  const used = crv === undefined ? `key type '${kty}'` : `curve '${crv}'`;
  const wanted =
    curve === undefined
      ? `'${alg}' can only be used with key type 'RSA' or 'RSA-HSM'`
      : `'${alg}' can only be used with curve '${curve}'`;
  if (crv !== curve) throw incompatibleAlgorithm(kid, used, wanted);
}
