/** Revoking a version of a certificate, by the account that it was issued to (RFC 8555 §7.6). */
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
import type { Registrar } from '../ca-session.ts';
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
  readonly accountUrl: string;
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

/** @throws CertError CertificateNotFound, InvalidCa, AccountNotFound; NotRenewable: no CA is known */
export async function prepareRevocation(
  services: RevocationServices,
  wish: RevocationWish,
  signal: AbortSignal,
): Promise<Revocation> {
  const { accounts, pki, registrarOf } = services;
  const { der, ...bundle } = await bundleOf(services, wish, signal);
  const { name, version } = bundle;
  const { vault } = wish.target;
  if (der === undefined) throw new CertError('CertificateNotFound', { vault, name });
  const recipe = parseRecipe(bundle.tags[CA_TAG]);
  const ca = wish.ca ?? (recipe && resolveCa(recipe.ca));
  if (ca === undefined) {
    const reason = { kind: 'no-ca-tag', tag: CA_TAG } as const;
    throw new CertError('NotRenewable', { vault, name, reason });
  }
  const account = await accountFor(accounts, ca, recipe?.account);
  const { dnsNames, serialNumber, notAfter, thumbprint } = pki.readCertificate(der);
  const { url: accountUrl } = account;
  const deed = deedOf(services, { vault, name, dnsNames }, ca, accountUrl);
  return {
    ...{ vault, name, version, dnsNames, serialNumber, notAfter, ca, accountUrl },
    async carryOut(reason, reporter, abort) {
      try {
        const registrar = registrarOf(ca.directoryUrl);
        const { key } = await settledAccount(registrar, account, abort);
        const signer = signerOf(registrar, key);
        await registrar.ca.session({ signer, url: accountUrl }).revoke(der, reason, abort);
      } catch (error) {
        await remember(services, deed, { failed: error }, reporter);
        throw error;
      }
      const revoked = { version, thumbprint, dnsNames, notAfter: notAfter.toISOString() };
      await remember(services, deed, { done: revoked }, reporter);
    },
  };
}

function deedOf(
  { owner, user, randomHex }: Rememberer,
  what: Pick<Deed, 'vault' | 'name' | 'dnsNames'>,
  ca: IssuanceCa,
  account: string,
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
): Promise<CertificateBundle> {
  const { name } = target;
  const vault = await findVault(inventory, target.vault, signal);
  const certificates = vaultOf(vault);
  const bundle =
    version === undefined
      ? await certificates.get(name, signal)
      : await certificates.getVersion(name, version, signal);
  if (bundle) return bundle;
  throw new CertError('CertificateNotFound', { vault: vault.name, name });
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
