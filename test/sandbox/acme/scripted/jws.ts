/** What a signed request must be (RFC 8555, 6.2 to 6.4), read from the RFCs with node:crypto alone. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import type { ApiRequest } from '../../api.ts';
import { isJsonObject, parseJsonObject, type JsonObject } from '../../arm/json.ts';
import { problem } from './problem.ts';

export interface Jws {
  readonly header: JsonObject;
  /** undefined: an empty one, which makes the request a POST-as-GET (RFC 8555, 6.3). */
  readonly payload: JsonObject | undefined;
  readonly protectedText: string;
  readonly payloadText: string;
  readonly signature: Buffer;
}

/** Algorithms of RFC 7518, 3.1 with the key that each takes. */
const ALGORITHMS: Readonly<
  Record<string, { readonly hash: string; readonly kty: string; readonly crv?: string }>
> = {
  ES256: { hash: 'sha256', kty: 'EC', crv: 'P-256' },
  ES384: { hash: 'sha384', kty: 'EC', crv: 'P-384' },
  RS256: { hash: 'sha256', kty: 'RSA' },
};

/** @throws ApiError malformed; 415 for another media type (RFC 8555, 6.2) */
export function readRequestJws({ headers, body }: ApiRequest): Jws {
  if (headers['content-type'] !== 'application/jose+json') {
    throw problem('malformed', 'A request is application/jose+json.', 415);
  }
  return readJws(parseJsonObject(body));
}

/** Flattened JSON serialization (RFC 7515, 7.2.2) with nothing in the unprotected header. */
export function readJws(document: unknown): Jws {
  if (!isJsonObject(document)) throw problem('malformed', 'The body is no JWS.');
  const { protected: protectedText, payload: payloadText, signature, ...rest } = document;
  const isFlat = [protectedText, payloadText, signature].every((part) => typeof part === 'string');
  if (!isFlat || Object.keys(rest).length > 0) {
    throw problem('malformed', 'The JWS has other members than protected, payload, signature.');
  }
  const texts = { protectedText: String(protectedText), payloadText: String(payloadText) };
  const header = parseJsonObject(Buffer.from(texts.protectedText, 'base64url'));
  const payload = parseJsonObject(Buffer.from(texts.payloadText, 'base64url'));
  if (header === undefined) throw problem('malformed', 'The protected header is no JSON object.');
  if (texts.payloadText !== '' && payload === undefined) {
    throw problem('malformed', 'The payload is no JSON object.');
  }
  return { header, payload, ...texts, signature: Buffer.from(String(signature), 'base64url') };
}

/** What is signed (RFC 7515, 5.1). */
export function signingInput({ protectedText, payloadText }: Jws): Buffer {
  return Buffer.from(`${protectedText}.${payloadText}`);
}

/** @throws ApiError malformed, badSignatureAlgorithm, badPublicKey */
export function verifySignature(jws: Jws, jwk: JsonObject): void {
  const name = jws.header['alg'];
  const algorithm = typeof name === 'string' ? ALGORITHMS[name] : undefined;
  if (algorithm === undefined) {
    throw problem('badSignatureAlgorithm', 'Signatures are ES256, ES384 or RS256.');
  }
  const { kty, crv } = jwk;
  if (kty !== algorithm.kty || (algorithm.crv !== undefined && crv !== algorithm.crv)) {
    throw problem('badPublicKey', 'The key does not fit the algorithm.');
  }
  const key = publicKey(jwk);
  const how = { key, dsaEncoding: 'ieee-p1363' } as const;
  if (!verify(algorithm.hash, signingInput(jws), how, jws.signature)) {
    throw problem('malformed', 'The signature does not verify.');
  }
}

/** RFC 7638. */
export function thumbprint(jwk: JsonObject): string {
  const members = jwk['kty'] === 'EC' ? ['crv', 'kty', 'x', 'y'] : ['e', 'kty', 'n'];
  const needed = Object.fromEntries(members.map((name) => [name, jwk[name]]));
  return createHash('sha256').update(JSON.stringify(needed)).digest('base64url');
}

function publicKey(jwk: JsonObject) {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    throw problem('badPublicKey', 'The key cannot be read.');
  }
}
