/** POST /certificates/{name}/pending/merge */
import { createPublicKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { ApiResponse } from '../api.ts';
import { certificateBundle } from './certificate-bundle.ts';
import { badParameter, mergeForbidden, pendingNotFound } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { issue } from './operation-lifecycle.ts';
import { requireOperation } from './pending-certificate.ts';
import { bindMerge } from './request-body.ts';
import { vaultUri } from './vault.ts';
import { decodeX5c } from './x5c.ts';

/** Ends the operation with a new version; after a refusal the operation is as it was. */
export function mergeCertificate(exchange: Exchange): ApiResponse {
  const { request, store, name, now } = exchange;
  const { x5c, tags, attributes } = bindMerge(request);
  const { entry, operation } = requireOperation(exchange);
  if (operation.status === 'completed') throw pendingNotFound(name);
  if (operation.status === 'inProgress' && operation.issuer !== 'Unknown') {
    throw mergeForbidden(operation.issuer);
  }
  const chain = decodeX5c(x5c);
  const version = issue(entry, operation, chain, endEntity(chain, operation.privateKey), now, {
    ...(tags === undefined ? {} : { tags }),
    ...(attributes?.enabled === undefined ? {} : { enabled: attributes.enabled }),
  });
  const apiVersion = request.url.searchParams.get('api-version') ?? '';
  return {
    status: 201,
    headers: {
      Location: `${vaultUri(store.vault)}/certificates/${entry.name}?api-version=${apiVersion}`,
    },
    body: certificateBundle(store, entry, version),
  };
}

/** @returns the index of the certificate that was issued for the operation's key */
function endEntity(chain: readonly Buffer[], privateKey: KeyObject): number {
  const publicKey = createPublicKey(privateKey);
  const index = chain.findIndex((der) => new X509Certificate(der).publicKey.equals(publicKey));
  if (index < 0) {
    throw badParameter(
      'The public key of the end-entity certificate in the specified X.509 certificate content does not match the public part of the specified private key. Please check if certificate is valid.',
    );
  }
  return index;
}
