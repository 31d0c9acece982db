/** Identifiers to the clipboard, the portal: small things about one certificate. */
import * as vscode from 'vscode';
import type { AppContext } from '../app-context.ts';
import {
  isCertificateRef,
  isVaultRef,
  type CertificateRef,
  type VaultRef,
} from '../certificate-ref.ts';
import type { Vault } from '../../domain/key-vault.ts';
import { certificateIdentifiers } from '../../domain/certificate-identifiers.ts';
import { CertError } from '../../domain/errors.ts';
import { labelText } from '../label-text.ts';
import type { CommandHandlers } from './register-commands.ts';
import { versionIn } from './version-given.ts';
import { seenVault, whichCertificate } from './which-certificate.ts';

type Ids =
  | 'kvcert.copyIdentifier'
  | 'kvcert.copyThumbprint'
  | 'kvcert.copySecretIdentifier'
  | 'kvcert.openInPortal';

export function certificateCommands(app: AppContext): CommandHandlers<Ids> {
  const copy =
    (
      doing: string,
      textOf: (ref: CertificateRef, version: string | undefined) => string | Promise<string>,
    ) =>
    (given: unknown): Promise<void> =>
      app.errors.guard(doing, async () => {
        const ref = await whichCertificate(app, given);
        if (!ref) return;
        const text = await textOf(ref, versionIn(given));
        await vscode.env.clipboard.writeText(text);
        vscode.window.setStatusBarMessage(labelText(vscode.l10n.t('Copied {0}', text)), 5000);
      });
  return {
    'kvcert.copyIdentifier': copy(vscode.l10n.t('Copying the identifier'), (ref, version) =>
      identifier('certificate', seenVault(app, ref).vault, ref.name, version),
    ),
    // Versionless: what asks for it always gets the newest.
    'kvcert.copySecretIdentifier': copy(
      vscode.l10n.t('Copying the secret identifier'),
      (ref, version) => identifier('secret', seenVault(app, ref).vault, ref.name, version),
    ),
    'kvcert.copyThumbprint': copy(vscode.l10n.t('Copying the thumbprint'), (ref, version) =>
      thumbprintOf(app, ref, version),
    ),
    'kvcert.openInPortal': (given) =>
      app.errors.guard(vscode.l10n.t('Opening the portal'), async () => {
        const ref = vaultIn(given) ?? (await whichCertificate(app, given));
        if (ref) await vscode.env.openExternal(vscode.Uri.parse(portalUrl(app, ref), true));
      }),
  };
}

function identifier(
  kind: 'certificate' | 'secret',
  vault: Vault,
  name: string,
  version: string | undefined,
): string {
  const ids = certificateIdentifiers(vault, name, version);
  return ids[`${kind}Version`] ?? ids[kind];
}

async function thumbprintOf(
  app: AppContext,
  ref: CertificateRef,
  version: string | undefined,
): Promise<string> {
  const { vault, directory } = seenVault(app, ref);
  const engine = await directory.engine();
  const versions = await engine.versions(vault, ref.name, app.portfolio.signal);
  const found =
    version === undefined ? versions[0] : versions.find((each) => each.version === version);
  if (found?.thumbprint !== undefined) return found.thumbprint.toUpperCase();
  throw new CertError('CertificateNotFound', { vault: ref.vault, name: ref.name });
}

/** A vault of the tree, of which no certificate has to be chosen. */
function vaultIn(given: unknown): VaultRef | undefined {
  if (typeof given !== 'object' || given === null || !('ref' in given)) return undefined;
  return isVaultRef(given.ref) && !isCertificateRef(given.ref) ? given.ref : undefined;
}

/** The portal has no documented address of a single certificate: its vault's page is opened. */
function portalUrl(app: AppContext, ref: VaultRef): string {
  const tenant = app.portfolio.vault(ref)?.directory.tenant;
  const at = tenant?.domain ?? tenant?.id ?? '';
  return `${app.cloud.portal}/#@${encodeURIComponent(at)}/resource${ref.vaultId}/certificates`;
}
