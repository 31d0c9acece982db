/** What happens to an operation by itself: issuers deliver, a requested cancellation takes effect. */
import { randomBytes, X509Certificate } from 'node:crypto';
import type { CertificateEntry, IssuedVersion, Operation } from './certificate-entry.ts';
import type { Tags } from './json-body.ts';
import { failureOf, type ProviderBehaviour } from './providers.ts';

/** Milliseconds of the sandbox's clock; the defaults are what the recordings show. */
export interface Delays {
  /** 5–10 s recorded. */
  readonly selfIssuance: number;
  /** Still inProgress after 5 s, cancelled after 10 s. */
  readonly cancellation: number;
  /** A deleted certificate is not found among the deleted ones for 6–9 s. */
  readonly deletion: number;
  readonly recovery: number;
}

export const RECORDED_DELAYS: Delays = {
  selfIssuance: 7_000,
  cancellation: 8_000,
  deletion: 7_000,
  recovery: 5_000,
};

/** 32 hex digits, for versions and request ids. */
export function newId(): string {
  return randomBytes(16).toString('hex');
}

/**
 * Brings an entry up to `now` (milliseconds). Every access to an entry goes through this.
 * @param provider what the operation's issuer does; `Self` always completes in its own time
 */
export function settle(
  entry: CertificateEntry,
  now: number,
  delays: Delays,
  provider: ProviderBehaviour,
): void {
  const { operation } = entry;
  if (operation?.status !== 'inProgress') return;
  if (operation.cancellationRequestedAt !== undefined && provider.ignoresCancellation !== true) {
    if (now >= operation.cancellationRequestedAt + delays.cancellation) {
      operation.status = 'cancelled';
    }
    return;
  }
  const due = operation.createdAt + (provider.afterMs ?? delays.selfIssuance);
  if (operation.delivery === undefined || provider.outcome === 'wait' || now < due) return;
  operation.error = failureOf(provider);
  if (operation.error === undefined) issue(entry, operation, operation.delivery, 0, due);
  else operation.status = 'failed';
}

/**
 * Ends an operation with a new version; its id is another one than the placeholder's (recorded).
 * @param leafIndex which certificate of the chain is the end entity
 */
export function issue(
  entry: CertificateEntry,
  operation: Operation,
  chain: readonly Buffer[],
  leafIndex: number,
  now: number,
  overrides: { readonly tags?: Tags; readonly enabled?: boolean } = {},
): IssuedVersion {
  const leaf = new X509Certificate(chain[leafIndex] ?? Buffer.alloc(0));
  const version: IssuedVersion = {
    id: newId(),
    leaf,
    chain,
    privateKey: operation.privateKey,
    contentType: operation.policy.secret_props.contentType,
    exportable: operation.policy.key_props.exportable,
    preserveCertOrder: operation.preserveCertOrder,
    tags: overrides.tags ?? operation.tags,
    attributes: {
      enabled: overrides.enabled ?? operation.enabled,
      nbf: seconds(leaf.validFromDate.getTime()),
      exp: seconds(leaf.validToDate.getTime()),
      created: seconds(now),
      updated: seconds(now),
    },
  };
  entry.versions.push(version);
  entry.placeholder = undefined;
  operation.status = 'completed';
  return version;
}

export function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
