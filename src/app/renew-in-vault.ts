/**
 * Renewal without ACME: a new Key Vault request with the policy that the certificate has. `Self` and
 * named issuers are Key Vault's own affair from there; for the issuer `Unknown` there is a CSR then,
 * which a person takes to a CA. Nothing of this needs the journal: Key Vault goes on by itself.
 */
import { CertError } from '../domain/errors.ts';
import type { CertificateTarget } from '../domain/certificate-target.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { IssuedCertificate } from '../domain/issuance.ts';
import type { StepReporter } from '../domain/issuance-news.ts';
import type { IssuanceWish } from '../domain/issuance-wish.ts';
import type { CertificateUpkeep } from '../domain/certificate-upkeep.ts';
import type { CertificateBundle, CertificateVault, Vault } from '../domain/key-vault.ts';
import { requireUnclaimed, withoutClaim } from '../domain/ownership.ts';
import type { Pki } from '../domain/pki.ts';
import { withoutAttempts } from '../domain/renewal-attempts.ts';
import type { Clock } from '../domain/runtime.ts';
import { findVault } from './find-vault.ts';
import {
  haveIssued,
  PATIENCE_MS,
  requestVersion,
  type IssuerRequest,
  type IssuerServices,
} from './issuer-request.ts';
import { deedOfWish, remember, type Rememberer } from './remember-deed.ts';
import { remembered, type Tell } from './upkeep/remembered.ts';

/** What the renewal of any certificate needs. */
export interface RenewalDesk extends Rememberer {
  readonly inventory: Inventory;
  readonly vaultOf: (vault: Vault) => CertificateVault;
  readonly upkeepOf: (vault: Vault) => Pick<CertificateUpkeep, 'requestCancellation'>;
  readonly pki: Pki;
  readonly clock: Clock;
}

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
  const services = { ...desk, vault: desk.vaultOf(vault), upkeep: desk.upkeepOf(vault) };
  const request = await nextVersion(services, bundle, signal);
  const made = await haveIssued(services, request, PATIENCE_MS, reporter, signal);
  const issued = { ...made, leftovers: [] };
  await remember(desk, { ...deedOfWish(desk, wish), ca: issuer }, { done: issued }, reporter);
  return issued;
}

/**
 * The CSR (DER) of a new version that waits for its merge, for a certificate whose CA is asked by a
 * person. The history hears of it, whatever comes of it.
 * @throws CertError ForeignPendingOperation, WorkInProgress, NotRenewable, CertificateNotFound
 */
export async function requestByHand(
  desk: Omit<RenewalDesk, 'upkeepOf'>,
  target: CertificateTarget,
  reporter: Tell,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { vault, bundle } = await find(desk, target, signal);
  const issuer = bundle.policy?.issuer ?? '';
  if (issuer !== '' && issuer.toLowerCase() !== OUTSIDE) {
    const reason = { kind: 'issued-by-vault', issuer } as const;
    throw new CertError('NotRenewable', { ...target, reason });
  }
  const services = { ...desk, vault: desk.vaultOf(vault) };
  const request = await nextVersion(services, bundle, signal);
  signal.throwIfAborted();
  const { dnsNames } = request.policy;
  return remembered(desk, 'request', { ...target, dnsNames }, reporter, async () => {
    const { csr } = await requestVersion(services, request);
    if (csr) return csr;
    throw new CertError('Unexpected', { message: 'the pending operation holds no CSR' });
  });
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

/** What makes the same certificate once more. */
async function nextVersion(
  { vault, pki, clock }: Omit<IssuerServices, 'upkeep'>,
  bundle: CertificateBundle,
  signal: AbortSignal,
): Promise<IssuerRequest> {
  const { name, tags, policy } = bundle;
  requireUnclaimed({ vault: vault.name, name }, tags, clock.now());
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
  return {
    ...{ name, policy, tags: withoutAttempts(withoutClaim(tags)), enabled: true },
    ...{ previous: bundle.version, endedRequest: before?.requestId },
  };
}
