/**
 * Which vault or certificate a command is about: what the tree, a notification or another extension
 * has given, else what the person picks.
 */
import * as vscode from 'vscode';
import { CertError } from '../../domain/errors.ts';
import type { AppContext } from '../app-context.ts';
import {
  isCertificateRef,
  isNamedCertificate,
  isVaultRef,
  type CertificateRef,
  type NamedCertificate,
  type VaultRef,
} from '../certificate-ref.ts';
import { labelText, pickItem } from '../label-text.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import { vaultKey } from '../portfolio/portfolio-state.ts';
import { certificateWords } from '../tree/certificate-words.ts';
import { expiryThresholds } from '../settings.ts';
import { whyNoVault } from './nothing-to-choose.ts';
import { vaultByName } from '../vault-by-name.ts';

type Asking = Pick<AppContext, 'portfolio' | 'settings' | 'clock'>;

/**
 * undefined: the person has picked none.
 * @throws CertError where there is none to pick: NotSignedIn, NoVault, what has failed in a tenant
 */
export async function whichVault(app: Asking, given: unknown): Promise<SeenVault | undefined> {
  const named = propertyOf(given, 'ref') ?? given;
  if (isVaultRef(named)) return seenVault(app, named);
  const resource = resourceId(given);
  if (resource !== undefined) return byResourceId(app, resource);
  return pickVault(app);
}

/** undefined: the person has picked none. */
export async function whichCertificate(
  app: Asking,
  given: unknown,
): Promise<CertificateRef | undefined> {
  const named = propertyOf(given, 'ref') ?? given;
  if (isCertificateRef(named)) return named;
  if (isNamedCertificate(named)) return byNames(app, named);
  const seen = await whichVault(app, given);
  return seen && pickCertificate(app, seen);
}

/** @throws CertError VaultNotFound: it was taken away, or the account was */
export function seenVault(app: Pick<AppContext, 'portfolio'>, ref: VaultRef): SeenVault {
  return app.portfolio.vault(ref) ?? missing(ref.vault, app);
}

export function refOf({ directory, vault }: SeenVault): VaultRef {
  return { directory: directory.key, vaultId: vault.id, vault: vault.name };
}

async function pickVault({ portfolio }: Asking): Promise<SeenVault | undefined> {
  const items = portfolio.load().then(() => {
    const reason = whyNoVault(portfolio);
    if (reason) throw reason;
    return portfolio.vaults().map((seen) =>
      pickItem({
        label: seen.vault.name,
        description: seen.subscription?.name ?? '',
        detail: vscode.l10n.t(
          '{0}, seen as {1}',
          seen.vault.resourceGroup,
          seen.directory.account.label,
        ),
        seen,
      }),
    );
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Choose a vault'),
    placeHolder: vscode.l10n.t('Vaults of the chosen subscriptions'),
    matchOnDescription: true,
  });
  return picked?.seen;
}

async function pickCertificate(app: Asking, seen: SeenVault): Promise<CertificateRef | undefined> {
  const { listings } = app.portfolio;
  const now = new Date(app.clock.now());
  const thresholds = expiryThresholds(app.settings);
  const items = listings.open(seen).then(() => {
    const { certificates, failure } = listings.get(seen);
    if (failure && !certificates) throw failure;
    return (certificates ?? []).map((certificate) =>
      pickItem({
        label: certificate.name,
        description: certificateWords(certificate, now, thresholds, vscode.l10n.t).short,
        ref: { ...refOf(seen), name: certificate.name },
      }),
    );
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: labelText(vscode.l10n.t('Choose a certificate of {0}', seen.vault.name)),
    matchOnDescription: true,
  });
  return picked?.ref;
}

/** A vault that the Azure Resources view shows: it hands its own tree item over. */
function resourceId(given: unknown): string | undefined {
  const id = propertyOf(propertyOf(given, 'resource'), 'id') ?? propertyOf(given, 'id');
  return typeof id === 'string' && /\/vaults\/[^/]+$/i.test(id) ? id : undefined;
}

async function byResourceId(app: Asking, id: string): Promise<SeenVault> {
  await app.portfolio.load();
  const seen = app.portfolio.everyVault().find(({ vault }) => vaultKey(vault.id) === vaultKey(id));
  return seen ?? missing(id.slice(id.lastIndexOf('/') + 1), app);
}

async function byNames(app: Asking, named: NamedCertificate): Promise<CertificateRef> {
  await app.portfolio.load();
  const seen = vaultByName(app.portfolio, named) ?? missing(named.vault, app);
  return { ...refOf(seen), name: named.name };
}

function missing(vault: string, { portfolio }: Pick<AppContext, 'portfolio'>): never {
  throw new CertError('VaultNotFound', { vault, visible: portfolio.everyVault().length });
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && key in value
    ? Reflect.get(value, key)
    : undefined;
}
