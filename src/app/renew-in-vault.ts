/**
 * Renewal without ACME: a new Key Vault request with the policy that the certificate has. `Self` and
 * named issuers are Key Vault's own affair from there; for the issuer `Unknown` there is a CSR then,
 * which a person takes to a CA. Nothing of this needs the journal: Key Vault goes on by itself.
 */
import { CertError } from '../domain/errors.ts';
import type { CertificateTarget } from '../domain/certificate-target.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { IssuedCertificate, StepTime } from '../domain/issuance.ts';
import type { StepReporter } from '../domain/issuance-news.ts';
import type { IssuanceWish } from '../domain/issuance-wish.ts';
import type {
  CertificateBundle,
  CertificateVault,
  PendingOperation,
  Vault,
} from '../domain/key-vault.ts';
import { claimOn, isHeldByOther, withoutClaim, workInProgress } from '../domain/ownership.ts';
import type { Pki } from '../domain/pki.ts';
import { withoutAttempts } from '../domain/renewal-attempts.ts';
import type { Clock } from '../domain/runtime.ts';
import { findVault } from './find-vault.ts';
import { deedOfWish, remember, type Rememberer } from './remember-deed.ts';

/** What the renewal of any certificate needs. */
export interface RenewalDesk extends Rememberer {
  readonly inventory: Inventory;
  readonly vaultOf: (vault: Vault) => CertificateVault;
  readonly pki: Pki;
  readonly clock: Clock;
}

interface Services {
  readonly vault: CertificateVault;
  readonly pki: Pki;
  readonly clock: Clock;
}

/** Milliseconds between looks at an operation: at first, and at most. */
const LOOK_AFTER = { first: 1000, most: 10_000 };

/** What a named issuer has not issued after so long takes as long as it takes. */
const PATIENCE_MS = 5 * 60_000;

const OUTSIDE = 'unknown';

/**
 * Renews what `Self` or a named issuer has issued; undefined: nobody in Key Vault has.
 *
 * @throws CertError IssuerPending when the issuer takes its time: Key Vault goes on; IssuerRefused,
 *   ForeignPendingOperation, WorkInProgress, NotRenewable. A cancellation takes the request back
 */
export async function renewByIssuer(
  desk: RenewalDesk,
  wish: IssuanceWish,
  reporter: StepReporter,
  signal: AbortSignal,
): Promise<IssuedCertificate | undefined> {
  const { vault, bundle } = await find(desk, wish.target, signal);
  const issuer = bundle.policy?.issuer ?? '';
  if (issuer === '' || issuer.toLowerCase() === OUTSIDE) return undefined;
  if (changesSomething(wish)) {
    const reason = { kind: 'issued-by-vault', issuer } as const;
    throw new CertError('NotRenewable', { ...wish.target, reason });
  }
  const services = { ...desk, vault: desk.vaultOf(vault) };
  const issued = await renew(services, vault, bundle, reporter, signal);
  await remember(desk, { ...deedOfWish(desk, wish), ca: issuer }, { done: issued }, reporter);
  return issued;
}

/**
 * The CSR (DER) of a new version that waits for its merge, for a certificate whose CA is asked by a
 * person.
 * @throws CertError ForeignPendingOperation, WorkInProgress, NotRenewable, CertificateNotFound
 */
export async function requestByHand(
  desk: Omit<RenewalDesk, keyof Rememberer>,
  target: CertificateTarget,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { vault, bundle } = await find(desk, target, signal);
  const issuer = bundle.policy?.issuer ?? '';
  if (issuer !== '' && issuer.toLowerCase() !== OUTSIDE) {
    const reason = { kind: 'issued-by-vault', issuer } as const;
    throw new CertError('NotRenewable', { ...target, reason });
  }
  const { csr } = await request({ ...desk, vault: desk.vaultOf(vault) }, bundle, signal);
  if (csr) return csr;
  throw new CertError('Unexpected', { message: 'the pending operation holds no CSR' });
}

async function find(
  { inventory, vaultOf }: Pick<RenewalDesk, 'inventory' | 'vaultOf'>,
  target: CertificateTarget,
  signal: AbortSignal,
): Promise<{ readonly vault: Vault; readonly bundle: CertificateBundle }> {
  const vault = await findVault(inventory, target.vault, signal);
  const bundle = await vaultOf(vault).get(target.name, signal);
  if (bundle) return { vault, bundle };
  throw new CertError('CertificateNotFound', { vault: vault.name, name: target.name });
}

/** Everything else in a wish changes the certificate. */
function changesSomething(wish: IssuanceWish): boolean {
  return Object.entries(wish).some(
    ([member, value]) =>
      !['kind', 'target', 'agreedTerms', 'occasion'].includes(member) && value !== undefined,
  );
}

async function renew(
  services: Services,
  where: Vault,
  bundle: CertificateBundle,
  reporter: StepReporter,
  signal: AbortSignal,
): Promise<IssuedCertificate> {
  const steps: StepTime[] = [];
  const step = async <T>(name: 'csr' | 'finalize' | 'verify', work: () => Promise<T>) => {
    const begun = services.clock.now();
    reporter.started(name);
    const result = await work();
    const ms = Math.round(services.clock.now() - begun);
    steps.push({ name, ms });
    reporter.finished(name, ms);
    return result;
  };
  const operation = await step('csr', () => request(services, bundle, signal));
  await step('finalize', () => awaitIssuer(services, bundle.name, operation, signal));
  const issued = await step('verify', () => readBack(services, where, bundle));
  return { ...issued, leftovers: [], steps };
}

/** A request that changes something is not cut short: what it did would be unknown. */
async function request(
  { vault, pki, clock }: Services,
  bundle: CertificateBundle,
  signal: AbortSignal,
): Promise<PendingOperation> {
  const { name, tags, policy } = bundle;
  const claim = claimOn({ vault: vault.name, name }, tags);
  if (isHeldByOther(claim, undefined, clock.now() / 1000)) throw workInProgress(claim);
  const before = bundle.hasOperation ? await vault.getPending(name, signal) : undefined;
  if (before?.status === 'inprogress') {
    throw new CertError('ForeignPendingOperation', {
      vault: vault.name,
      name,
      issuer: before.issuer,
      pendingNames: before.csr ? pki.readCsr(before.csr).dnsNames : [],
      differences: [],
    });
  }
  if (policy === undefined) {
    const reason = { kind: 'no-policy' } as const;
    throw new CertError('NotRenewable', { vault: vault.name, name, reason });
  }
  signal.throwIfAborted();
  return vault.createPending(name, policy, withoutAttempts(withoutClaim(tags)));
}

/** Resolves when the operation is completed. */
async function awaitIssuer(
  { vault, clock }: Services,
  name: string,
  begun: PendingOperation,
  signal: AbortSignal,
): Promise<void> {
  const { requestId, issuer } = begun;
  const until = clock.now() + PATIENCE_MS;
  let pause = LOOK_AFTER.first;
  for (let operation: PendingOperation | undefined = begun; ;) {
    // What is not there any more, or is another one, was completed: only that ends ours unseen.
    if (operation?.requestId !== requestId || operation.status === 'completed') return;
    if (operation.status !== 'inprogress') {
      await vault.deletePending(name);
      const { code = operation.status, message = '' } = operation.error ?? {};
      throw new CertError('IssuerRefused', { vault: vault.name, name, issuer, code, message });
    }
    if (clock.now() >= until) {
      throw new CertError('IssuerPending', { vault: vault.name, name, issuer });
    }
    try {
      await clock.sleep(pause, signal);
      operation = await vault.getPending(name, signal);
    } catch (error) {
      if (signal.aborted) await takeBack(vault, name, requestId);
      throw error;
    }
    pause = Math.min(pause * 2, LOOK_AFTER.most);
  }
}

/** Somebody does not want it any more. What the issuer was faster with stays. */
async function takeBack(vault: CertificateVault, name: string, requestId: string): Promise<void> {
  const operation = await vault.getPending(name);
  if (operation?.requestId !== requestId || operation.status !== 'inprogress') return;
  await vault.deletePending(name);
}

async function readBack(
  { vault, pki }: Services,
  where: Vault,
  before: CertificateBundle,
): Promise<Omit<IssuedCertificate, 'leftovers' | 'steps'>> {
  const after = await vault.get(before.name);
  if (after?.der === undefined || after.version === before.version) {
    throw new CertError('CertificateChanged', {
      vault: where.name,
      name: before.name,
      expected: before.version,
      found: after?.version ?? '',
    });
  }
  const { dnsNames, thumbprint, notBefore, notAfter } = pki.readCertificate(after.der);
  return {
    vault: where.name,
    name: before.name,
    version: after.version,
    thumbprint,
    dnsNames,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    chain: pki.toPem(after.der),
  };
}
