/** Is the name free for us? Asked before anything is touched, and when the vault says it is not. */
import { differencesFrom } from '../domain/acme-policy.ts';
import type { Difference } from '../domain/error-reasons.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import type { IssuancePlan } from '../domain/issuance.ts';
import type { CertificateBundle, CertificateVault, PendingOperation } from '../domain/key-vault.ts';
import { claimOn, isHeldByOther, workInProgress } from '../domain/ownership.ts';
import type { Pki } from '../domain/pki.ts';
import type { Clock } from '../domain/runtime.ts';

interface NameCheckServices {
  readonly vault: CertificateVault;
  readonly pki: Pki;
  readonly clock: Clock;
}

type Wanted = Pick<IssuancePlan, 'id' | 'name' | 'dnsNames' | 'policy'>;

/** For what is no issuance of ours: what an interrupted one has left is that one's to end. */
export async function requireFreeName(
  services: NameCheckServices,
  wanted: Omit<Wanted, 'id'>,
  bundle: CertificateBundle | undefined,
  signal: AbortSignal,
): Promise<void> {
  const named = { ...wanted, id: '' };
  const abandoned = await abandonedOperation(services, named, bundle, signal);
  if (abandoned !== undefined) await refusePending(services, named, signal);
}

/** Key Vault says only that something is pending: the rest is read. */
export async function pendingTold<T>(
  services: NameCheckServices,
  wanted: Omit<Wanted, 'id'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isCertError(error, 'ForeignPendingOperation')) throw error;
    return await refusePending(services, { ...wanted, id: '' }, new AbortController().signal);
  }
}

/**
 * The request id of an operation that another run of ours has left behind and that may be deleted
 * now: its time is over, and it asks for the same names and kind of key. Undefined: nothing is
 * pending.
 * @throws CertError NameSoftDeleted, WorkInProgress, ForeignPendingOperation
 */
export async function abandonedOperation(
  services: NameCheckServices,
  wanted: Wanted,
  bundle: CertificateBundle | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (bundle === undefined) {
    await requireNotDeleted(services.vault, wanted.name, signal);
    return undefined;
  }
  const claim = claimOn({ vault: services.vault.name, name: wanted.name }, bundle.tags);
  const held = isHeldByOther(claim, wanted.id, services.clock.now() / 1000) ? claim : undefined;
  // An entry without a version keeps the tags of an undone creation: only an operation counts.
  if (held && bundle.der !== undefined) throw workInProgress(held);
  const operation = bundle.hasOperation
    ? await services.vault.getPending(wanted.name, signal)
    : undefined;
  if (operation?.status !== 'inprogress') return undefined;
  if (held) throw workInProgress(held);
  const differences = differencesOf(services.pki, wanted, operation);
  if (claim !== undefined && differences.length === 0) return operation.requestId;
  throw foreign(services, wanted, operation, differences);
}

/** A deletion takes seconds to show here; what is missed is refused by Key Vault itself later. */
async function requireNotDeleted(
  vault: CertificateVault,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  if (await vault.isSoftDeleted(name, signal)) {
    throw new CertError('NameSoftDeleted', { vault: vault.name, name });
  }
}

/** After Key Vault has said that something is pending: says what, and always throws. */
export async function refusePending(
  services: NameCheckServices,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<never> {
  const [bundle, operation] = await Promise.all([
    services.vault.get(wanted.name, signal),
    services.vault.getPending(wanted.name, signal),
  ]);
  const claim = bundle && claimOn({ vault: services.vault.name, name: wanted.name }, bundle.tags);
  if (claim && claim.run !== wanted.id) throw workInProgress(claim);
  const differences = operation ? differencesOf(services.pki, wanted, operation) : [];
  throw foreign(services, wanted, operation, differences);
}

function differencesOf(
  pki: Pki,
  wanted: Wanted,
  operation: PendingOperation,
): readonly Difference[] {
  if (operation.csr === undefined) return [{ kind: 'no-csr' }];
  return differencesFrom(
    { dnsNames: wanted.dnsNames, key: wanted.policy.key },
    pki.readCsr(operation.csr),
  );
}

function foreign(
  { vault, pki }: NameCheckServices,
  { name }: Wanted,
  operation: PendingOperation | undefined,
  differences: readonly Difference[],
): CertError {
  return new CertError('ForeignPendingOperation', {
    vault: vault.name,
    name,
    issuer: operation?.issuer ?? '',
    pendingNames: operation?.csr ? pki.readCsr(operation.csr).dnsNames : [],
    differences,
  });
}
