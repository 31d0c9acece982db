/** GET, PATCH and DELETE /certificates/{name}/pending */
import type { ApiResponse } from '../api.ts';
import type { CertificateEntry, Operation } from './certificate-entry.ts';
import { pendingNotFound, pendingNotInProgress } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { bindOperationUpdate } from './request-body.ts';
import type { VaultStore } from './vault-store.ts';
import { vaultUri } from './vault.ts';

const STATUS_DETAILS = {
  merge: 'Pending certificate created. Please Perform Merge to complete the request.',
  issuer:
    'Pending certificate created. Certificate request is in progress. This may take some time based on the issuer provider. Please check again later.',
};

export function getOperation(exchange: Exchange): ApiResponse {
  const { entry, operation } = requireOperation(exchange);
  return {
    status: 200,
    ...(operation.status === 'inProgress' ? { headers: { 'Retry-After': '10' } } : {}),
    body: operationBundle(exchange.store, entry, operation),
  };
}

/** A cancellation is only asked for: the status changes some seconds later. */
export function updateOperation(exchange: Exchange): ApiResponse {
  const { entry, operation } = requireOperation(exchange);
  const { cancellation_requested: requested } = bindOperationUpdate(exchange.request);
  if (operation.status !== 'inProgress') throw pendingNotInProgress();
  operation.cancellationRequestedAt = requested ? exchange.now : undefined;
  return { status: 200, body: operationBundle(exchange.store, entry, operation) };
}

/** Answers with the operation as it stood; a placeholder remains. */
export function deleteOperation(exchange: Exchange): ApiResponse {
  const { entry, operation } = requireOperation(exchange);
  entry.operation = undefined;
  return { status: 200, body: operationBundle(exchange.store, entry, operation) };
}

/**
 * `request_id` in the query is a filter.
 * @throws ApiError 404 PendingCertificateNotFound
 */
export function requireOperation({ request, store, name, now }: Exchange): {
  entry: CertificateEntry;
  operation: Operation;
} {
  const entry = store.certificates.find(name, now);
  const operation = entry?.operation;
  const requestId = request.url.searchParams.get('request_id') ?? operation?.requestId;
  if (entry === undefined || operation?.requestId !== requestId || operation === undefined) {
    throw pendingNotFound(name);
  }
  return { entry, operation };
}

/** Members in the recorded order: `target` before `request_id`, details only while in progress. */
export function operationBundle(store: VaultStore, entry: CertificateEntry, operation: Operation) {
  const id = `${vaultUri(store.vault)}/certificates/${entry.name}`;
  const details = operation.issuer === 'Unknown' ? STATUS_DETAILS.merge : STATUS_DETAILS.issuer;
  return {
    id: `${id}/pending`,
    issuer: { name: operation.issuer },
    csr: operation.csr.toString('base64'),
    cancellation_requested: operation.cancellationRequestedAt !== undefined,
    status: operation.status,
    ...(operation.status === 'inProgress' ? { status_details: details } : {}),
    ...(operation.status === 'failed' ? { status_details: '' } : {}),
    ...(operation.status === 'completed' ? { target: id } : {}),
    request_id: operation.requestId,
    ...(operation.error === undefined ? {} : { error: operation.error }),
  };
}
