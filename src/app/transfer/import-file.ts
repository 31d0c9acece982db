/** A certificate that somebody has as a file goes into a vault, with its key. */
import type { CertificatePolicy, PolicyKey } from '../../domain/certificate-policy.ts';
import { CONTENT_TYPES } from '../../domain/certificate-form.ts';
import type { CertificateTransfer, ImportRequest } from '../../domain/certificate-transfer.ts';
import { CertError } from '../../domain/errors.ts';
import type { ImportExamination, ImportFileReading } from '../../domain/import-file.ts';
import type { Inventory } from '../../domain/inventory.ts';
import type { IssuedCertificate } from '../../domain/issuance.ts';
import type { KeyMaterial } from '../../domain/key-material.ts';
import { isInHsm, isKeyOfPolicy } from '../../domain/key-type.ts';
import type { CertificateVault, Tags, Vault } from '../../domain/key-vault.ts';
import { tagsForVersion } from '../../domain/owner-tags.ts';
import type { CertificateFacts, Pki } from '../../domain/pki.ts';
import { policyDocument } from '../../domain/policy-json.ts';
import { defaultPolicy, BY_HAND } from '../../domain/policy-change.ts';
import type { Clock } from '../../domain/runtime.ts';
import { withCertificateLock } from '../certificate-lock.ts';
import { chosenVault, type CertificatePlace } from '../find-vault.ts';
import { withSecondChance } from '../lost-answer.ts';
import { pendingTold, requireFreeName } from '../name-check.ts';
import { deedAt, remember, type Rememberer } from '../remember-deed.ts';
import { requireHsm } from '../require-hsm.ts';
import type { Tell } from '../upkeep/remembered.ts';

export interface ImportServices extends Rememberer {
  readonly inventory: Inventory;
  readonly vaultOf: (vault: Vault) => CertificateVault;
  readonly transferOf: (vault: Vault) => CertificateTransfer;
  readonly pki: Pki;
  readonly clock: Clock;
  readonly lockFolder: string;
}

/** A file that a person has chosen, and what is needed to open it. */
export interface ImportFile {
  /** Without the folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** undefined: nobody has been asked. */
  readonly password?: string | undefined;
  /** Which certificate is meant where there are several; SHA-1, hex. */
  readonly thumbprint?: string | undefined;
}

export interface ImportWish {
  readonly target: CertificatePlace;
  readonly file: ImportFile;
  /** A new version of a certificate that exists. */
  readonly newVersion?: boolean;
  /** Of the secret; absent: as the certificate that is there, else as the file. */
  readonly contentType?: ImportRequest['contentType'];
  /** Whether the key may leave the vault again; absent: as the certificate that is there, else it may. */
  readonly exportable?: boolean;
  /** Into the vault's HSM, which the key never leaves. */
  readonly hsm?: boolean;
  /** Added to those that the certificate has. */
  readonly tags?: Tags;
  readonly disabled?: boolean;
}

/** What would be imported, to be looked at before it is. Nothing was touched for it. */
export interface Importing {
  readonly vault: string;
  readonly name: string;
  readonly examination: ImportExamination;
  readonly certificate: CertificateFacts;
  readonly key: PolicyKey;
  readonly contentType: ImportRequest['contentType'];
  readonly tags: Tags;
  /** The newest version now; undefined: there is none. */
  readonly replaces: string | undefined;
  /** The newest version is this very certificate. */
  readonly isThereAlready: boolean;
  /** DNS names that the newest version has and this one has not, and the other way round. */
  readonly lost: readonly string[];
  readonly gained: readonly string[];
  /**
   * The history hears of it, whatever comes of it. The request is not cut short.
   * @throws CertError CertificateChanged, ForeignPendingOperation, OperationRunning, WorkInProgress,
   *   CertificateMismatch, VaultForbidden, KeyVaultRefused
   */
  readonly carryOut: (reporter: Tell, signal: AbortSignal) => Promise<ImportedCertificate>;
}

export type ImportedCertificate = Omit<IssuedCertificate, 'leftovers' | 'steps' | 'chain'>;

/**
 * Looks at the file before anything is asked.
 * @throws CertError ImportFileUnusable, CertificateExists, NameSoftDeleted, ForeignPendingOperation,
 *   WorkInProgress, HsmNeedsPremium, InvalidTag, TooManyTags, VaultNotFound
 */
export async function prepareImport(
  services: ImportServices,
  wish: ImportWish,
  signal: AbortSignal,
): Promise<Importing> {
  const { examination, material } = openedFile(services, wish);
  const [leaf = new Uint8Array()] = material.chain;
  const certificate = services.pki.readCertificate(leaf);
  const vault = await chosenVault(services.inventory, wish.target.vault, signal);
  const target = { vault: vault.name, name: wish.target.name };
  const bundle = await services.vaultOf(vault).get(target.name, signal);
  const existing = bundle?.der === undefined ? undefined : bundle;
  if (existing && wish.newVersion !== true) throw new CertError('CertificateExists', target);
  const tags = tagsForVersion(target, existing?.tags ?? {}, wish.tags ?? {});
  const policy = policyFor(wish, examination, certificate, existing?.policy);
  await requireHsm(services.inventory, vault, policy.key, signal);
  const names = { ...services, vault: services.vaultOf(vault) };
  const wanted = { name: target.name, dnsNames: certificate.dnsNames, policy };
  await requireFreeName(names, wanted, bundle, signal);
  const plan: ImportPlan = {
    ...{ ...target, certificate, policy, tags, material, replaces: existing?.version },
    before: existing?.policy,
    enabled: wish.disabled !== true,
  };
  const before = existing?.der && services.pki.readCertificate(existing.der).dnsNames;
  return {
    ...{ ...target, examination, certificate, key: policy.key, tags, replaces: plan.replaces },
    contentType: contentTypeOf(policy),
    isThereAlready: existing?.thumbprint === certificate.thumbprint,
    lost: before?.filter((name) => !certificate.dnsNames.includes(name)) ?? [],
    gained: before ? certificate.dnsNames.filter((name) => !before.includes(name)) : [],
    carryOut: (reporter, abort) => carryOut(services, vault, plan, reporter, abort),
  };
}

interface ImportPlan {
  readonly vault: string;
  readonly name: string;
  readonly certificate: CertificateFacts;
  readonly material: KeyMaterial;
  /** Only its key and content type count where there was none before. */
  readonly policy: CertificatePolicy;
  readonly before: CertificatePolicy | undefined;
  readonly tags: Tags;
  readonly replaces: string | undefined;
  readonly enabled: boolean;
}

/** @throws CertError ImportFileUnusable */
function openedFile(
  { pki, clock }: ImportServices,
  { file, target }: ImportWish,
): { readonly examination: ImportExamination; readonly material: KeyMaterial } {
  const { password, thumbprint, bytes } = file;
  const wanted = { password, thumbprint, now: new Date(clock.now()) };
  const { examination, material }: ImportFileReading = pki.examineFile(bytes, wanted);
  if (material !== undefined) return { examination, material };
  const [problem = { kind: 'unknown-format' as const }] = examination.problems;
  const vault = typeof target.vault === 'string' ? target.vault : target.vault.name;
  const where = { vault, name: target.name, file: file.name };
  throw new CertError('ImportFileUnusable', { ...where, problem });
}

/**
 * A certificate that is there keeps its policy, but for the kind of the key, which has to be that of
 * what is imported.
 */
function policyFor(
  wish: ImportWish,
  { key, format }: ImportExamination,
  { publicKey }: CertificateFacts,
  before: CertificatePolicy | undefined,
): CertificatePolicy {
  const {
    contentType = before?.contentType ?? CONTENT_TYPES[format === 'pem' ? 'pem' : 'pkcs12'],
  } = wish;
  const hsm = wish.hsm ?? (before !== undefined && isInHsm(before.key));
  const exportable = !hsm && (wish.exportable ?? before?.key.exportable ?? true);
  const kind = before && isKeyOfPolicy(publicKey, before.key) ? before.key : kindOf(key);
  const kty = `${kind.kty.replace(/-HSM$/, '')}${hsm ? '-HSM' : ''}`;
  const reuse = before?.key.reuse ?? false;
  return {
    ...(before ?? defaultPolicy(BY_HAND)),
    key: { kty, size: kind.size, curve: kind.curve, exportable, reuse },
    contentType,
  };
}

/** @param key - `RSA-2048`, `P-256` */
function kindOf(key: string): Pick<PolicyKey, 'kty' | 'size' | 'curve'> {
  const [, bits] = /^RSA-(\d+)$/.exec(key) ?? [];
  if (bits !== undefined) return { kty: 'RSA', size: Number(bits), curve: undefined };
  return { kty: 'EC', size: undefined, curve: key };
}

function contentTypeOf({ contentType }: CertificatePolicy): ImportRequest['contentType'] {
  return contentType === CONTENT_TYPES.pem ? CONTENT_TYPES.pem : CONTENT_TYPES.pkcs12;
}

async function carryOut(
  services: ImportServices,
  vault: Vault,
  plan: ImportPlan,
  reporter: Tell,
  signal: AbortSignal,
): Promise<ImportedCertificate> {
  const { name, certificate } = plan;
  const { dnsNames, notBefore, notAfter, thumbprint } = certificate;
  const target = { vault: vault.name, name };
  const deed = deedAt(services, 'import', { ...target, dnsNames });
  try {
    const version = await withCertificateLock(services.lockFolder, target, () =>
      send(services, vault, plan, signal),
    );
    const imported = {
      ...{ ...target, version, thumbprint, dnsNames },
      notBefore: notBefore.toISOString(),
      notAfter: notAfter.toISOString(),
    };
    await remember(services, deed, { done: imported }, reporter);
    return imported;
  } catch (failed) {
    await remember(services, deed, { failed }, reporter);
    throw failed;
  }
}

async function send(
  services: ImportServices,
  vault: Vault,
  plan: ImportPlan,
  signal: AbortSignal,
): Promise<string> {
  const { name, policy, before, material, replaces, tags, enabled } = plan;
  const { thumbprint } = plan.certificate;
  const certificates = services.vaultOf(vault);
  const names = { ...services, vault: certificates };
  const wanted = { name, dnsNames: plan.certificate.dnsNames, policy };
  const bundle = await certificates.get(name, signal);
  const newest = bundle?.der && bundle.version;
  if (newest !== replaces) {
    throw new CertError('CertificateChanged', {
      ...{ vault: vault.name, name, expected: replaces ?? '', found: newest ?? '' },
    });
  }
  await requireFreeName(names, wanted, bundle, signal);
  signal.throwIfAborted();
  const contentType = contentTypeOf(policy);
  const format = contentType === CONTENT_TYPES.pem ? 'pem' : 'pfx';
  const request: ImportRequest = {
    file: services.pki.writeKeyFile(material, { format, password: '', legacy: true }),
    ...{ contentType, tags, enabled },
    policy: policyToSend(policy, before),
  };
  const imported = await withSecondChance(
    services.clock,
    () => pendingTold(names, wanted, () => services.transferOf(vault).import(name, request)),
    async () => {
      const found = await certificates.get(name);
      const isOurs = found?.thumbprint === thumbprint && found.version !== replaces;
      return isOurs ? { version: found.version, thumbprint } : undefined;
    },
  );
  if (imported.thumbprint === thumbprint) return imported.version;
  const differences = [{ kind: 'not-as-issued' }] as const;
  throw new CertError('CertificateMismatch', { vault: vault.name, name, differences });
}

/** Of a new one the rest is the certificate's own; the policy that is there is sent where it changes. */
function policyToSend(
  policy: CertificatePolicy,
  before: CertificatePolicy | undefined,
): ImportRequest['policy'] {
  const document = policyDocument(policy);
  const { key_props, secret_props } = document;
  if (before === undefined) return { key_props, secret_props };
  const isSame = JSON.stringify(document) === JSON.stringify(policyDocument(before));
  return isSame ? undefined : document;
}
