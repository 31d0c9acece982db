/** *Pending Operation…*: what is on its way for a certificate, and what can be done with it. */
import * as vscode from 'vscode';
import type { Engine } from '../../app/engine.ts';
import type { Merging } from '../../app/pending/merge-file.ts';
import type { PendingDetails } from '../../app/pending/show-pending.ts';
import { plainLine } from '../../domain/plain-text.ts';
import { describeNote } from '../../domain/messages/issuance-news.ts';
import type { AppContext } from '../app-context.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import { labelText } from '../label-text.ts';
import type { CommandHandlers } from '../commands/register-commands.ts';
import { seenVault, whichCertificate } from '../commands/which-certificate.ts';
import { confirmed, tell } from './ask-and-tell.ts';
import { copyCsr, saveCsr } from './hand-out-csr.ts';
import { mergeDoubts, pendingLines, pendingStatus } from './upkeep-words.ts';

type Work = 'show' | 'copy-csr' | 'save-csr' | 'merge' | 'cancel' | 'delete';

/** The operation that the person looks at: none that takes its place is touched. */
interface Meant {
  readonly engine: Pick<Engine, 'pending'>;
  readonly wish: Parameters<Engine['pending']['show']>[0] & { readonly requestId: string };
  readonly details: PendingDetails;
  readonly certificate: string;
}

export function pendingCommands(app: AppContext): CommandHandlers<'kvcert.dealWithPending'> {
  const { t } = vscode.l10n;
  return {
    'kvcert.dealWithPending': (given) =>
      app.errors.guard(t('Dealing with a pending operation'), async () => {
        const ref = await whichCertificate(app, given);
        if (!ref) return;
        const seen = seenVault(app, ref);
        const engine = await seen.directory.engine();
        const place = { vault: seen.vault, name: ref.name };
        const certificate = `${ref.vault}/${ref.name}`;
        const details = await withCancellableProgress(
          t('Reading {0}', certificate),
          (_told, signal) => engine.pending.show({ place }, signal),
        );
        const { requestId } = details.operation;
        const meant = { engine, wish: { place, requestId }, details, certificate };
        const work = await pickWork(meant);
        if (work === undefined) return;
        await WORKS[work](app, meant);
        // Whatever was done changes what the vault lists.
        if (work === 'merge' || work === 'cancel' || work === 'delete') {
          await app.portfolio.listings.list(seen);
        }
      }),
  };
}

const WORKS: Readonly<Record<Work, (app: AppContext, meant: Meant) => Promise<void>>> = {
  show: (_app, meant) => show(meant),
  'copy-csr': (_app, meant) => copyIt(meant),
  'save-csr': (_app, meant) => saveIt(meant),
  merge,
  cancel,
  delete: deleteIt,
};

async function pickWork({ details, certificate }: Meant): Promise<Work | undefined> {
  const { t } = vscode.l10n;
  const { operation } = details;
  const isOpen = operation.status === 'inprogress';
  const isByHand = operation.issuer.toLowerCase() === 'unknown';
  const all: readonly (readonly [Work, boolean, string, string])[] = [
    ['show', true, t('Show'), t('What its CSR asks for, and how it stands')],
    ['copy-csr', isOpen, t('Copy CSR'), t('For a CA that takes it as text')],
    ['save-csr', isOpen, t('Save CSR…'), t('As a file (PEM)')],
    [
      'merge',
      operation.status !== 'completed' && (isByHand || !isOpen),
      t('Merge a Certificate from a File…'),
      t('What the CA has sent: PEM, DER or PKCS#7, with its chain in any order'),
    ],
    ['cancel', isOpen, t('Request Cancellation…'), t('Its issuer is asked to give it up')],
    ['delete', true, t('Delete Operation…'), t('The operation, not the certificate')],
  ];
  const items = all
    .filter(([, isOffered]) => isOffered)
    .map(([work, , label, detail]) => ({ label, detail, work }));
  const picked = await vscode.window.showQuickPick(items, {
    title: labelText(t('Pending operation of {0}', certificate)),
    placeHolder: labelText(pendingStatus(operation, t)),
  });
  return picked?.work;
}

async function show({ details }: Meant): Promise<void> {
  const content = pendingLines(details, vscode.l10n.t).map(plainLine).join('\n');
  const document = await vscode.workspace.openTextDocument({ content, language: 'plaintext' });
  await vscode.window.showTextDocument(document, { preview: true });
}

async function copyIt({ details, certificate }: Meant): Promise<void> {
  await copyCsr(certificate, details.pem ?? '');
}

async function saveIt({ details, certificate }: Meant): Promise<void> {
  await saveCsr(certificate, details.pem ?? '');
}

async function merge(app: AppContext, { engine, wish, certificate }: Meant): Promise<void> {
  const { t } = vscode.l10n;
  const [file] =
    (await vscode.window.showOpenDialog({
      title: t('What the CA has sent for {0}', certificate),
      openLabel: t('Merge'),
      filters: { [t('Certificates')]: ['pem', 'cer', 'crt', 'der', 'p7b', 'p7c'] },
    })) ?? [];
  if (!file) return;
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const bytes = await vscode.workspace.fs.readFile(file);
  const merging = await withCancellableProgress(t('Reading {0}', name), (_told, signal) =>
    engine.pending.merging(wish, { name, bytes }, signal),
  );
  if (!(await isMeant(merging, certificate))) return;
  const merged = await withCancellableProgress(
    t('Merging into {0}', certificate),
    (_told, signal) => merging.carryOut(reporter(app), signal),
  );
  tell(
    t(
      '{0} has a new version, for {1}, valid until {2}.',
      certificate,
      merged.dnsNames.join(', '),
      merged.notAfter.slice(0, 10),
    ),
  );
}

/** Asked only where something speaks against it. */
async function isMeant(merging: Merging, certificate: string): Promise<boolean> {
  const { t } = vscode.l10n;
  const doubts = mergeDoubts(merging, t);
  if (doubts.length === 0) return true;
  return confirmed(t('Merge it into {0}?', certificate), doubts.join(' '), t('Merge'));
}

async function cancel(app: AppContext, { engine, wish, details, certificate }: Meant) {
  const { t } = vscode.l10n;
  const detail = t(
    '{0} is asked to give it up, and may be done before it hears of it. If it does, no certificate will come of it.',
    details.operation.issuer,
  );
  const question = t('Cancel the operation of {0}?', certificate);
  if (!(await confirmed(question, detail, t('Request Cancellation')))) return;
  const after = await withCancellableProgress(
    t('Cancelling the operation of {0}', certificate),
    (_told, signal) => engine.pending.cancel(wish, reporter(app), signal),
  );
  tell(t('{0}: {1}.', certificate, pendingStatus(after, t)));
}

async function deleteIt(_app: AppContext, { engine, wish, details, certificate }: Meant) {
  const { t } = vscode.l10n;
  const question = t('Delete the operation of {0}?', certificate);
  const detail = t(
    'Its key goes with it: what a CA makes of its CSR fits nowhere any more. The certificate itself stays as it is.',
  );
  const isOpen = details.operation.status === 'inprogress';
  if (isOpen && !(await confirmed(question, detail, t('Delete')))) return;
  await withCancellableProgress(t('Deleting the operation of {0}', certificate), (_told, signal) =>
    engine.pending.delete(wish, signal),
  );
  tell(t('The operation of {0} is deleted.', certificate));
}

function reporter(app: Pick<AppContext, 'log'>): Parameters<Merging['carryOut']>[0] {
  return {
    note: (note) => {
      app.log.info(describeNote(note, vscode.l10n.t));
    },
  };
}
