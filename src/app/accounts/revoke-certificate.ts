/**
 * Revoking a version of a certificate: the account that it was issued to signs the request, or the
 * certificate's own key in its vault (RFC 8555 §7.6).
 */
import type { AccountStore } from '../../domain/account-store.ts';
import type { RevocationReason } from '../../domain/acme.ts';
import { resolveCa } from '../../domain/certificate-authorities.ts';
import type { CertificateTarget } from '../../domain/certificate-target.ts';
import { CertError } from '../../domain/errors.ts';
import type { Inventory } from '../../domain/inventory.ts';
import type { IssuanceCa } from '../../domain/issuance.ts';
import type { StepReporter } from '../../domain/issuance-news.ts';
import type { CertificateBundle, CertificateVault, Vault } from '../../domain/key-vault.ts';
import type { Pki } from '../../domain/pki.ts';
import { CA_TAG, parseRecipe } from '../../domain/renewal-tag.ts';
import { unusableKey, usableKey, vaultKeyId } from '../../domain/vault-keys.ts';
import type { Registrar } from '../registrar.ts';
import { findVault } from '../find-vault.ts';
import { remember, type Deed, type Rememberer } from '../remember-deed.ts';
import { chosenAccount, type RegisteredAccount } from './account-choice.ts';
import { signerOf } from './account-signer.ts';
import { settledAccount } from './settled-account.ts';

export interface RevocationServices extends Rememberer {
  readonly inventory: Inventory;
  readonly vaultOf: (vault: Vault) => CertificateVault;
  readonly registrarOf: (directoryUrl: string) => Registrar;
  readonly accounts: AccountStore;
  readonly pki: Pki;
}

export interface RevocationWish {
  readonly target: CertificateTarget;
  /** Default: the newest. */
  readonly version?: string;
  /** Default: the one on the certificate's tag. */
  readonly ca?: IssuanceCa;
  /** Its own key signs: for what no account that is known here has ordered. */
  readonly byCertificateKey?: boolean;
}

/** What would be revoked, to be looked at before it is. */
export interface Revocation {
  readonly vault: string;
  readonly name: string;
  readonly version: string;
  readonly dnsNames: readonly string[];
  /** Upper-case hex. */
  readonly serialNumber: string;
  readonly notAfter: Date;
  readonly ca: IssuanceCa;
  /** Absent where the certificate's own key signs. */
  readonly accountUrl: string | undefined;
  /**
   * The history hears of it, whatever comes of it.
   * @throws CertError AcmeProblem, NotOfferedByCa
   */
  readonly carryOut: (
    reason: RevocationReason,
    reporter: Pick<StepReporter, 'note'>,
    signal: AbortSignal,
  ) => Promise<void>;
}

/**
 * @throws CertError CertificateNotFound, InvalidCa, AccountNotFound; NotRenewable: no CA is known;
 *   VaultKeyUnusable, VaultForbidden: its own key cannot sign
 */
export async function prepareRevocation(
  services: RevocationServices,
  wish: RevocationWish,
  signal: AbortSignal,
): Promise<Revocation> {
  const { pki, registrarOf } = services;
  const { vault, bundle } = await bundleOf(services, wish, signal);
  const { name, version, der } = bundle;
  if (der === undefined) throw new CertError('CertificateNotFound', { vault: vault.name, name });
  const recipe = parseRecipe(bundle.tags[CA_TAG]);
  const ca = wish.ca ?? (recipe && resolveCa(recipe.ca));
  if (ca === undefined) {
    const reason = { kind: 'no-ca-tag', tag: CA_TAG } as const;
    throw new CertError('NotRenewable', { vault: vault.name, name, reason });
  }
  const registrar = registrarOf(ca.directoryUrl);
  const authority =
    wish.byCertificateKey === true
      ? await ownKey(registrar, vault, bundle, signal)
      : await orderingAccount(services.accounts, registrar, ca, recipe?.account);
  const { dnsNames, serialNumber, notAfter, thumbprint } = pki.readCertificate(der);
  const { accountUrl } = authority;
  const deed = deedOf(services, { vault: vault.name, name, dnsNames }, ca, accountUrl);
  return {
    ...{ vault: vault.name, name, version, dnsNames, serialNumber, notAfter, ca, accountUrl },
    async carryOut(reason, reporter, abort) {
      try {
        await authority.revoke(der, reason, abort);
      } catch (error) {
        await remember(services, deed, { failed: error }, reporter);
        throw error;
      }
      const revoked = { version, thumbprint, dnsNames, notAfter: notAfter.toISOString() };
      await remember(services, deed, { done: revoked }, reporter);
    },
  };
}

/** Whoever signs the request. */
interface Authority {
  readonly accountUrl: string | undefined;
  readonly revoke: (
    der: Uint8Array,
    reason: RevocationReason,
    signal: AbortSignal,
  ) => Promise<void>;
}

/** A version of a certificate and its key have the same id. */
async function ownKey(
  { ca, vaultKeys }: Registrar,
  vault: Vault,
  { name, version }: CertificateBundle,
  signal: AbortSignal,
): Promise<Authority> {
  const id = `${vaultKeyId(vault.uri, name)}/${version}`;
  const found = await vaultKeys.get(id, signal);
  if (found === undefined) throw unusableKey(id, 'missing');
  const signer = vaultKeys.signer(usableKey(found));
  return {
    accountUrl: undefined,
    revoke: (der, reason, abort) => ca.revokeByKey(signer, der, reason, abort),
  };
}

async function orderingAccount(
  accounts: AccountStore,
  registrar: Registrar,
  ca: IssuanceCa,
  url: string | undefined,
): Promise<Authority> {
  const account = await accountFor(accounts, ca, url);
  return {
    accountUrl: account.url,
    async revoke(der, reason, abort) {
      const { key } = await settledAccount(registrar, account, abort);
      const session = registrar.ca.session({ signer: signerOf(registrar, key), url: account.url });
      await session.revoke(der, reason, abort);
    },
  };
}

function deedOf(
  { owner, user, randomHex }: Rememberer,
  what: Pick<Deed, 'vault' | 'name' | 'dnsNames'>,
  ca: IssuanceCa,
  account: string | undefined,
): Deed {
  return {
    ...{ ...what, id: randomHex(8), kind: 'revoke', ca: ca.id, profile: undefined, account },
    ...{ by: owner, user, occasion: undefined },
  };
}

async function bundleOf(
  { inventory, vaultOf }: RevocationServices,
  { target, version }: RevocationWish,
  signal: AbortSignal,
): Promise<{ readonly vault: Vault; readonly bundle: CertificateBundle }> {
  const { name } = target;
  const vault = await findVault(inventory, target.vault, signal);
  const certificates = vaultOf(vault);
  const newest = await certificates.get(name, signal);
  if (!newest) throw new CertError('CertificateNotFound', { vault: vault.name, name });
  if (version === undefined || version === newest.version) return { vault, bundle: newest };
  const isVersion = /^[0-9a-f]{32}$/i.test(version);
  const bundle = isVersion ? await certificates.getVersion(name, version, signal) : undefined;
  if (bundle) return { vault, bundle };
  throw new CertError('CertificateNotFound', { vault: vault.name, name, version });
}

/** The very account that has ordered it, where it is remembered here; else the CA has to say. */
async function accountFor(
  accounts: AccountStore,
  ca: IssuanceCa,
  url: string | undefined,
): Promise<RegisteredAccount> {
  const all = url === undefined ? [] : await accounts.list();
  const own = all.find((each) => each.url === url && each.directoryUrl === ca.directoryUrl);
  return own?.url === undefined ? chosenAccount(accounts, { ca }) : { ...own, url: own.url };
}
