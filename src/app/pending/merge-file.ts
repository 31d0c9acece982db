/** A certificate that a person has brought from a CA goes into the vault that has its key. */
import type { ChainFileProblem, Difference } from '../../domain/error-reasons.ts';
import { CertError } from '../../domain/errors.ts';
import type { IssuedCertificate } from '../../domain/issuance.ts';
import type { CertificateBundle, PendingOperation, Vault } from '../../domain/key-vault.ts';
import { OWNER_TAG, requireUnclaimed, withoutClaim } from '../../domain/ownership.ts';
import type { CertificateFacts, CsrFacts } from '../../domain/pki.ts';
import { withCertificateLock } from '../certificate-lock.ts';
import { withSecondChance } from '../lost-answer.ts';
import { deedAt, remember } from '../remember-deed.ts';
import type { Tell } from '../upkeep/remembered.ts';
import {
  findOperation,
  requireNoIssuance,
  type PendingServices,
  type PendingWish,
} from './found-operation.ts';

export interface ChainFile {
  /** Without the folders. */
  readonly name: string;
  /** PEM, DER or PKCS#7. */
  readonly bytes: Uint8Array;
}

export type MergedCertificate = Omit<IssuedCertificate, 'leftovers' | 'steps'>;

/** What would be merged, to be looked at before it is. */
export interface Merging {
  readonly vault: string;
  readonly name: string;
  readonly certificate: CertificateFacts;
  /** How many certificates go into the vault. */
  readonly chainLength: number;
  /** How many of the file do not belong to it. */
  readonly leftOut: number;
  /** The issuer that would have to follow the last one; empty where that is a root. */
  readonly missing: string;
  /** Where it is not what the CSR has asked for. */
  readonly differences: readonly Difference[];
  /** The certificate is not valid yet, or not any more. */
  readonly outdated: 'not-yet' | 'expired' | undefined;
  /**
   * The history hears of it, whatever comes of it.
   * @throws CertError NoOperation, MergeForbidden, WorkInProgress, OperationRunning,
   *   CertificateMismatch, VaultForbidden
   */
  readonly carryOut: (reporter: Tell, signal: AbortSignal) => Promise<MergedCertificate>;
}

/** @throws CertError VaultNotFound, NoOperation, OperationEnded, MergeForbidden, ChainFileUnusable */
export async function prepareMerge(
  services: PendingServices,
  wish: PendingWish,
  file: ChainFile,
  signal: AbortSignal,
): Promise<Merging> {
  const { vault, operation } = await findOperation(services, wish, signal);
  const { name } = wish.place;
  const target = { vault: vault.name, name };
  requireMergeable(target, operation);
  await requireNoIssuance(services, vault.name, name, operation);
  const { csr } = operation;
  if (csr === undefined) throw new CertError('OperationEnded', { ...target, status: 'empty' });
  const { pki, clock } = services;
  const request = pki.readCsr(csr);
  const reading = pki.readChainFile(file.bytes, request.publicKey.fingerprint);
  if ('problem' in reading) throw unusable(target, file, reading.problem);
  const { chain, leftOut, missing } = reading;
  const [leaf] = chain;
  if (leaf === undefined) throw unusable(target, file, { kind: 'none' });
  const certificate = pki.readCertificate(leaf);
  const { dnsNames, notAfter } = certificate;
  return {
    ...{ ...target, certificate, chainLength: chain.length, leftOut, missing },
    differences: differencesOf(request, certificate),
    outdated: outdatedAt(certificate, clock.now()),
    async carryOut(reporter, abort) {
      const deed = deedAt(services, 'merge', { ...target, dnsNames });
      try {
        const { version } = await merge(services, vault, { name, operation, chain }, abort);
        const { thumbprint, notBefore } = certificate;
        const merged = {
          ...{ ...target, version, thumbprint, dnsNames },
          notBefore: notBefore.toISOString(),
          notAfter: notAfter.toISOString(),
          chain: chain.map((der) => pki.toPem(der)).join(''),
        };
        await remember(services, deed, { done: merged }, reporter);
        return merged;
      } catch (failed) {
        await remember(services, deed, { failed }, reporter);
        throw failed;
      }
    },
  };
}

interface Chosen {
  readonly name: string;
  readonly operation: PendingOperation;
  readonly chain: readonly Uint8Array[];
}

async function merge(
  services: PendingServices,
  vault: Vault,
  { name, operation, chain }: Chosen,
  signal: AbortSignal,
): Promise<CertificateBundle> {
  const { vaultOf, clock, pki, lockFolder } = services;
  const target = { vault: vault.name, name };
  const thumbprint = chain[0] && pki.readCertificate(chain[0]).thumbprint;
  return withCertificateLock(lockFolder, target, async () => {
    const { requestId } = operation;
    const place = { vault, name };
    const found = await findOperation(services, { place, requestId }, signal);
    requireUnclaimed(target, found.bundle?.tags ?? {}, clock.now());
    signal.throwIfAborted();
    const certificates = vaultOf(vault);
    const merged = await withSecondChance(
      clock,
      () => certificates.merge(name, chain),
      async () => {
        const newest = await certificates.get(name);
        return newest?.thumbprint === thumbprint ? newest : undefined;
      },
    );
    if (merged.thumbprint === thumbprint) {
      const tags = withoutClaim(merged.tags);
      // One that has run out comes along from the operation.
      if (OWNER_TAG in merged.tags) await certificates.replaceTags(name, merged.version, tags);
      return merged;
    }
    const differences = [{ kind: 'not-as-issued' }] as const;
    throw new CertError('CertificateMismatch', { ...target, differences });
  });
}

/** After a failure or a cancellation of its issuer, too, one may merge; Key Vault says so. */
function requireMergeable(
  target: { readonly vault: string; readonly name: string },
  { status, issuer }: PendingOperation,
): void {
  if (status === 'completed') throw new CertError('OperationEnded', { ...target, status });
  if (status === 'inprogress' && issuer.toLowerCase() !== 'unknown') {
    throw new CertError('MergeForbidden', { ...target, issuer });
  }
}

function unusable(
  target: { readonly vault: string; readonly name: string },
  { name: file }: ChainFile,
  problem: ChainFileProblem,
): CertError {
  return new CertError('ChainFileUnusable', { ...target, file, problem });
}

/** A CSR without names is for its CN, which CAs put among the names. */
function differencesOf(request: CsrFacts, { dnsNames: found }: CertificateFacts): Difference[] {
  const { dnsNames, commonName } = request;
  const asked = dnsNames.length > 0 ? dnsNames : [commonName?.toLowerCase() ?? ''].filter(Boolean);
  const missing = asked.filter((name) => !found.includes(name));
  const unasked = found.filter((name) => !asked.includes(name));
  return [
    ...(missing.length > 0 ? [{ kind: 'names-missing', names: missing } as const] : []),
    ...(unasked.length > 0 ? [{ kind: 'names-unasked', names: unasked } as const] : []),
  ];
}

function outdatedAt({ notBefore, notAfter }: CertificateFacts, now: number): Merging['outdated'] {
  if (notAfter.getTime() <= now) return 'expired';
  return notBefore.getTime() > now ? 'not-yet' : undefined;
}
