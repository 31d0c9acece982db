/** A pending operation with everything that can be said of it. */
import { CertError } from '../../domain/errors.ts';
import type { PendingOperation } from '../../domain/key-vault.ts';
import { claimOn, type Claim } from '../../domain/ownership.ts';
import type { CsrFacts } from '../../domain/pki.ts';
import {
  findOperation,
  issuanceOf,
  type PendingServices,
  type PendingWish,
} from './found-operation.ts';

export interface PendingDetails {
  readonly vault: string;
  readonly name: string;
  readonly operation: PendingOperation;
  /** What the CSR asks for; absent where there is none. */
  readonly request: CsrFacts | undefined;
  /** The CSR as text, absent as well. */
  readonly pem: string | undefined;
  /** Whose issuance it is by the certificate's tag, while that holds. */
  readonly claim: Claim | undefined;
  /** The unfinished issuance of this machine that has begun it. */
  readonly issuance: string | undefined;
  /** What has come of it, where it is completed. */
  readonly version: string | undefined;
}

/** @throws CertError VaultNotFound, NoOperation */
export async function showPending(
  services: PendingServices,
  wish: PendingWish,
  signal: AbortSignal,
): Promise<PendingDetails> {
  const { vault, operation, bundle } = await findOperation(services, wish, signal);
  const { pki } = services;
  const { csr, status } = operation;
  const target = { vault: vault.name, name: bundle?.name ?? wish.place.name };
  return {
    ...target,
    operation,
    request: csr && pki.readCsr(csr),
    pem: csr && pki.toPem(csr, 'request'),
    claim: bundle && claimOn(target, bundle.tags),
    issuance: await issuanceOf(services, target.vault, target.name, operation),
    version: status === 'completed' ? bundle?.version : undefined,
  };
}

/**
 * The CSR (PEM).
 * @throws CertError VaultNotFound, NoOperation, OperationEnded
 */
export async function requestOf(
  services: PendingServices,
  wish: PendingWish,
  signal: AbortSignal,
): Promise<string> {
  const { vault, name, operation, pem } = await showPending(services, wish, signal);
  if (operation.status !== 'inprogress') {
    throw new CertError('OperationEnded', { vault, name, status: operation.status });
  }
  if (pem !== undefined) return pem;
  throw new CertError('Unexpected', { message: 'the pending operation holds no CSR' });
}
