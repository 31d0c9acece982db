/** JWS in the flattened JSON serialization, which is the only one in ACME (RFC 8555 §6.2). */
import { createHmac } from 'node:crypto';
import type { AccountJwk, AccountSigner } from '../domain/account-key.ts';

/** All base64url. */
export interface FlattenedJws {
  readonly protected: string;
  readonly payload: string;
  readonly signature: string;
}

/** Who has signed: an account by its URL, or a key that has none yet by itself. */
type Signatory = { readonly kid: string } | { readonly jwk: AccountJwk };

export type JwsHeader = Signatory & {
  readonly url: string;
  /** Absent in a JWS inside another one (RFC 8555 §7.3.4, §7.3.5). */
  readonly nonce?: string;
};

/** @param payload - undefined: POST-as-GET, an empty payload (RFC 8555 §6.3) */
export async function signedJws(
  signer: AccountSigner,
  header: JwsHeader,
  payload: object | undefined,
  signal?: AbortSignal,
): Promise<FlattenedJws> {
  const parts = encoded({ alg: signer.alg, ...header }, payload);
  const signature = await signer.sign(signingInput(parts), signal);
  return { ...parts, signature: base64url(signature) };
}

/** The same with a key that both sides know, by HS256. */
export function hmacJws(
  key: Uint8Array,
  header: { readonly kid: string; readonly url: string },
  payload: object,
): FlattenedJws {
  const parts = encoded({ alg: 'HS256', ...header }, payload);
  const signature = createHmac('sha256', key).update(signingInput(parts)).digest();
  return { ...parts, signature: base64url(signature) };
}

type Parts = Pick<FlattenedJws, 'protected' | 'payload'>;

function encoded(header: object, payload: object | undefined): Parts {
  return {
    protected: base64url(JSON.stringify(header)),
    payload: payload === undefined ? '' : base64url(JSON.stringify(payload)),
  };
}

/** What a signature is made of (RFC 7515 §5.1). */
function signingInput(parts: Parts): Uint8Array {
  return Buffer.from(`${parts.protected}.${parts.payload}`);
}

function base64url(data: string | Uint8Array): string {
  return Buffer.from(data).toString('base64url');
}
