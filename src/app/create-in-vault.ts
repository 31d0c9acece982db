/**
 * A certificate that Key Vault makes without ACME: signed by its own key (`Self`), by an issuer that
 * the vault knows by name, or by whomever a person takes the CSR to (`Unknown`).
 */
import type { KnownIssuers } from '../domain/certificate-issuers.ts';
import type { CertificatePolicy } from '../domain/certificate-policy.ts';
import type { CertificateTarget } from '../domain/certificate-target.ts';
import type { CertificateUpkeep } from '../domain/certificate-upkeep.ts';
import { CertError, isCertError } from '../domain/errors.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { IssuedCertificate } from '../domain/issuance.ts';
import type { StepReporter } from '../domain/issuance-news.ts';
import type { CertificateVault, Tags, Vault } from '../domain/key-vault.ts';
import { tagsForVersion } from '../domain/owner-tags.ts';
import type { Pki } from '../domain/pki.ts';
import {
  changedPolicy,
  defaultPolicy,
  issuerKind,
  type IssuerKind,
  type PolicyChange,
} from '../domain/policy-change.ts';
import { requireSoundPolicy } from '../domain/policy-rules.ts';
import type { Clock } from '../domain/runtime.ts';
import { withCertificateLock } from './certificate-lock.ts';
import { chosenVault, type CertificatePlace } from './find-vault.ts';
import {
  haveIssued,
  PATIENCE_MS,
  requestVersion,
  type IssuerRequest,
  type IssuerServices,
} from './issuer-request.ts';
import { pendingTold, requireFreeName } from './name-check.ts';
import { deedAt, remember, type Rememberer } from './remember-deed.ts';
import { requireHsm } from './require-hsm.ts';
import { requireIssuer } from './require-issuer.ts';
import { remembered } from './upkeep/remembered.ts';

export interface VaultCreationServices extends Rememberer {
  readonly inventory: Inventory;
  readonly vaultOf: (vault: Vault) => CertificateVault;
  readonly upkeepOf: (vault: Vault) => Pick<CertificateUpkeep, 'requestCancellation'>;
  readonly issuersOf: (vault: Vault) => KnownIssuers;
  readonly pki: Pki;
  readonly clock: Clock;
  readonly lockFolder: string;
}

export interface VaultCreationWish {
  readonly target: CertificatePlace;
  /** Laid over what Key Vault takes by default, or over the policy of what is there. */
  readonly change: PolicyChange;
  /** A new version of a certificate that exists. */
  readonly newVersion?: boolean;
  /** Added to those that the certificate has. */
  readonly tags?: Tags;
  readonly disabled?: boolean;
  /** Milliseconds that an issuer is waited for; absent: five minutes. */
  readonly patience?: number;
}

/** What would be made, to be looked at before it is. Nothing was touched for it. */
export interface VaultCreation {
  readonly vault: string;
  readonly name: string;
  readonly kind: IssuerKind;
  readonly policy: CertificatePolicy;
  readonly tags: Tags;
  /** The newest version now; undefined: there is none. */
  readonly replaces: string | undefined;
  /**
   * The history hears of it, whatever comes of it.
   * @throws CertError IssuerPending, IssuerRefused, CertificateChanged, ForeignPendingOperation,
   *   OperationRunning, WorkInProgress, VaultForbidden
   */
  readonly carryOut: (reporter: StepReporter, signal: AbortSignal) => Promise<MadeInVault>;
}

export type MadeInVault =
  | { readonly issued: IssuedCertificate }
  /** It waits for its merge. PEM. */
  | { readonly csr: string };

/**
 * @throws CertError InvalidPolicy, CertificateExists, NameSoftDeleted, ForeignPendingOperation,
 *   WorkInProgress, HsmNeedsPremium, IssuerNotFound, InvalidTag, TooManyTags, VaultNotFound
 */
export async function prepareVaultCreation(
  services: VaultCreationServices,
  wish: VaultCreationWish,
  signal: AbortSignal,
): Promise<VaultCreation> {
  const { inventory } = services;
  const where = await chosenVault(inventory, wish.target.vault, signal);
  const target = { vault: where.name, name: wish.target.name };
  const vault = services.vaultOf(where);
  const bundle = await vault.get(target.name, signal);
  const existing = bundle?.der === undefined ? undefined : bundle;
  if (existing && wish.newVersion !== true) throw new CertError('CertificateExists', target);
  const policy = changedPolicy(
    existing?.policy ?? defaultPolicy(wish.change.issuer ?? ''),
    wish.change,
  );
  requireSoundPolicy(policy, existing?.policy);
  const tags = tagsForVersion(target, existing?.tags ?? {}, wish.tags ?? {});
  await requireHsm(inventory, where, policy.key, signal);
  const issuers = { ...services, vault, upkeep: services.upkeepOf(where) };
  const wanted = wantedBy(target.name, policy);
  await requireFreeName(issuers, wanted, bundle, signal);
  await requireIssuer(services.issuersOf(where), where.name, policy.issuer, signal);
  const replaces = existing?.version;
  const kind = issuerKind(policy.issuer);
  const enabled = wish.disabled !== true;
  const request = { name: target.name, policy, tags, enabled, previous: replaces };
  return {
    ...{ ...target, kind, policy, tags, replaces },
    carryOut: (reporter, abort) =>
      withCertificateLock(services.lockFolder, target, async () => {
        const endedRequest = await requireUnchanged(issuers, request, abort);
        const asked = { ...request, endedRequest };
        if (kind === 'by-hand') {
          const what = { ...target, dnsNames: policy.dnsNames };
          const making = () => makeCsr(issuers, asked, reporter, abort);
          const csr = await remembered(services, 'request', what, reporter, () =>
            pendingTold(issuers, wanted, making),
          );
          return { csr };
        }
        const { patience = PATIENCE_MS } = wish;
        const making = () => haveIssued(issuers, asked, patience, reporter, abort);
        const told = pendingTold(issuers, wanted, making);
        return { issued: await issuedAndRemembered(services, asked, target, told, reporter) };
      }),
  };
}

/**
 * Looks again, now that the certificate is locked. Returns the operation that has ended under the
 * name, if one has.
 * @throws CertError CertificateChanged, WorkInProgress, ForeignPendingOperation, NameSoftDeleted
 */
async function requireUnchanged(
  services: IssuerServices,
  { name, policy, previous }: Omit<IssuerRequest, 'endedRequest'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { vault } = services;
  const bundle = await vault.get(name, signal);
  const newest = bundle?.der && bundle.version;
  if (newest !== previous) {
    throw new CertError('CertificateChanged', {
      ...{ vault: vault.name, name, expected: previous ?? '', found: newest ?? '' },
    });
  }
  await requireFreeName(services, wantedBy(name, policy), bundle, signal);
  return bundle?.hasOperation ? (await vault.getPending(name, signal))?.requestId : undefined;
}

function wantedBy(name: string, policy: CertificatePolicy) {
  return { name, dnsNames: policy.dnsNames, policy };
}

async function makeCsr(
  services: IssuerServices,
  request: IssuerRequest,
  reporter: StepReporter,
  signal: AbortSignal,
): Promise<string> {
  const { clock, pki } = services;
  signal.throwIfAborted();
  const begun = clock.now();
  reporter.started('csr');
  const { csr } = await requestVersion(services, request);
  if (csr === undefined) {
    throw new CertError('Unexpected', { message: 'the pending operation holds no CSR' });
  }
  reporter.finished('csr', Math.round(clock.now() - begun));
  return pki.toPem(csr, 'request');
}

async function issuedAndRemembered(
  services: VaultCreationServices,
  { policy }: IssuerRequest,
  target: CertificateTarget,
  making: Promise<Omit<IssuedCertificate, 'leftovers'>>,
  reporter: StepReporter,
): Promise<IssuedCertificate> {
  const { dnsNames, issuer } = policy;
  const deed = { ...deedAt(services, 'create', { ...target, dnsNames }), ca: issuer };
  try {
    const issued = { ...(await making), leftovers: [] };
    await remember(services, deed, { done: issued }, reporter);
    return issued;
  } catch (failed) {
    // It has not ended: Key Vault goes on.
    if (!isCertError(failed, 'IssuerPending')) await remember(services, deed, { failed }, reporter);
    throw failed;
  }
}
