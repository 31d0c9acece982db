/** Who has signed a request, and for what (RFC 8555, 6.2 to 6.5). */
import type { ApiRequest } from '../../api.ts';
import { isJsonObject, type JsonObject } from '../../arm/json.ts';
import type { Account, Accounts } from './accounts.ts';
import { readRequestJws, verifySignature } from './jws.ts';
import type { Nonces } from './nonces.ts';
import { problem } from './problem.ts';

export interface SignedRequest {
  /** undefined: a POST-as-GET. */
  readonly payload: JsonObject | undefined;
  /** Whose key has signed it; undefined where the key itself stands in the request. */
  readonly account: Account | undefined;
  readonly jwk: JsonObject;
}

/** @throws ApiError with the problem; a nonce that was read is spent in any case */
export function checkRequest(
  request: ApiRequest,
  known: { readonly nonces: Nonces; readonly accounts: Accounts; readonly isByKey: boolean },
): SignedRequest {
  const jws = readRequestJws(request);
  const { kid, jwk, url, nonce } = jws.header;
  known.nonces.spend(nonce);
  if (url !== request.url.href) {
    throw problem('unauthorized', 'The request was signed for another URL.', 401);
  }
  const { payload } = jws;
  if (known.isByKey) {
    if (kid !== undefined || !isJsonObject(jwk)) {
      throw problem('malformed', 'This request is signed with `jwk`.');
    }
    verifySignature(jws, jwk);
    return { payload, account: undefined, jwk };
  }
  if (jwk !== undefined) throw problem('malformed', 'This request is signed with `kid`.');
  const account = known.accounts.valid(kid);
  verifySignature(jws, account.jwk);
  return { payload, account, jwk: account.jwk };
}
