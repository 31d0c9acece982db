/** *Manage Contacts…*: whom Key Vault writes to before certificates of a vault expire. */
import * as vscode from 'vscode';
import type { Engine } from '../../app/engine.ts';
import type { CertificateContact } from '../../domain/certificate-contacts.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import type { CommandHandlers } from '../commands/register-commands.ts';
import { refOf, whichVault } from '../commands/which-certificate.ts';
import { labelText, pickItem } from '../label-text.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import type { VaultsTree } from '../tree/vaults-tree.ts';
import { confirmed, tell } from '../upkeep/ask-and-tell.ts';

export function contactCommands(
  app: AppContext,
  tree: Pick<VaultsTree, 'showDrawer'>,
): CommandHandlers<'kvcert.manageContacts'> {
  const { t } = vscode.l10n;
  return {
    'kvcert.manageContacts': (given) =>
      app.errors.guard(t('Managing contacts'), async () => {
        const seen = await whichVault(app, given);
        if (!seen) return;
        const { contacts } = await seen.directory.engine();
        const email = contactIn(given) ?? (await pickContact(app, contacts, seen));
        if (email === undefined) return;
        const hasChanged =
          email === '' ? await add(contacts, seen) : await remove(contacts, seen, email);
        if (hasChanged) tree.showDrawer(refOf(seen), 'contacts');
      }),
  };
}

function contactIn(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null || !('contact' in given)) return undefined;
  const { contact } = given;
  if (typeof contact !== 'object' || contact === null || !('email' in contact)) return undefined;
  return typeof contact.email === 'string' ? contact.email : undefined;
}

/** The address of one that is to be removed; empty: a new one. */
async function pickContact(
  app: AppContext,
  contacts: Engine['contacts'],
  { vault }: SeenVault,
): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const items = contacts
    .list(vault, app.portfolio.signal)
    .then((all) => [
      { label: t('$(add) Add a contact…'), email: '' },
      ...all.map(({ email, name = '' }) =>
        pickItem({ label: email, description: name, detail: t('Remove…'), email }),
      ),
    ]);
  const picked = await vscode.window.showQuickPick(items, {
    title: labelText(t('Contacts of {0}', vault.name)),
    placeHolder: t('Key Vault writes to them before certificates of this vault expire'),
    matchOnDescription: true,
  });
  return picked?.email;
}

async function add(contacts: Engine['contacts'], { vault }: SeenVault): Promise<boolean> {
  const { t } = vscode.l10n;
  const title = labelText(t('New contact of {0}', vault.name));
  const email = await vscode.window.showInputBox({
    title,
    prompt: t('E-mail address'),
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^[^\s<>@]+@[^\s<>@]+$/.test(text.trim()) ? null : t('It is no e-mail address'),
  });
  if (email === undefined) return false;
  const name = await vscode.window.showInputBox({
    title,
    prompt: t('Name; may be left empty'),
    ignoreFocusOut: true,
  });
  if (name === undefined) return false;
  const contact: CertificateContact = {
    email: email.trim(),
    ...(name.trim() === '' ? {} : { name: name.trim() }),
  };
  await withCancellableProgress(t('Adding {0}', contact.email), (_told, signal) =>
    contacts.add(vault, contact, signal),
  );
  tell(t('Key Vault writes to {0} about {1}.', contact.email, vault.name));
  return true;
}

async function remove(
  contacts: Engine['contacts'],
  { vault }: SeenVault,
  email: string,
): Promise<boolean> {
  const { t } = vscode.l10n;
  const question = t('Remove {0} from the contacts of {1}?', email, vault.name);
  const detail = t('Key Vault no longer writes there about any certificate of this vault.');
  if (!(await confirmed(question, detail, t('Remove')))) return false;
  await withCancellableProgress(t('Removing {0}', email), (_told, signal) =>
    contacts.remove(vault, email, signal),
  );
  tell(t('Key Vault no longer writes to {0} about {1}.', email, vault.name));
  return true;
}
