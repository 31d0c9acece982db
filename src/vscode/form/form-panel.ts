/** The form as a tab of the editor. Loaded with the first one. */
import * as vscode from 'vscode';
import { FORM_CALLS, type FormCalls } from '../../webview/form/form-protocol.ts';
import {
  isSavedForm,
  type FormState,
  type FormSubject,
} from '../../webview/form/state-protocol.ts';
import type { AppContext } from '../app-context.ts';
import { notificationText } from '../notification-text.ts';
import { newPanel, panelDesk, servePanel } from '../page-panel.ts';
import { tell } from '../upkeep/ask-and-tell.ts';
import { carryOutPolicy } from './carry-out-policy.ts';
import { copyCsr, saveCsr } from '../upkeep/hand-out-csr.ts';
import { copiedCommand } from './copied-command.ts';
import type { FormServices, VaultRunEnd } from './form-services.ts';
import { FormSession } from './form-session.ts';

/** Opens a form beside those that are open. */
export async function newForm(app: AppContext, subject: FormSubject): Promise<void> {
  await fill(app, newPanel(app, { name: 'form', title: titleOf(subject) }), subject);
}

/** Fills the tab of a form that was open, with what was typed into it and what it has started. */
export async function restoreForm(
  app: AppContext,
  panel: vscode.WebviewPanel,
  kept: unknown,
): Promise<void> {
  if (isSavedForm(kept)) await fill(app, panel, kept.subject, kept.operation);
  // Closed before anything was shown in it, or kept by a version that knew other fields.
  else panel.dispose();
}

/** Resolves when the form is shown; what it begins with is looked up while it is. */
async function fill(
  app: AppContext,
  panel: vscode.WebviewPanel,
  subject: FormSubject,
  operation?: string,
): Promise<void> {
  const services = servicesOf(app, panel);
  const session = new FormSession(
    services,
    subject,
    (state) => {
      connection.show(state);
    },
    operation,
  );
  const connection = servePanel<FormState, FormCalls>(app, panel, {
    ...{ name: 'form', title: titleOf(subject) },
    initial: session.state,
    calls: FORM_CALLS,
    handlers: session.handlers,
    problemOf: (error) => services.desk.problemOf(error),
  });
  const closed = new AbortController();
  panel.onDidDispose(() => {
    closed.abort();
    session.dispose();
  });
  await session.recall();
  if (closed.signal.aborted) return;
  connection.load();
  void session.open();
}

function servicesOf(app: AppContext, panel: vscode.WebviewPanel): FormServices {
  const { portfolio, board, settings } = app;
  return {
    ...{ portfolio, board },
    desk: panelDesk(app, 'form'),
    t: vscode.l10n.t,
    defaults: () => ({
      certificateAuthority: settings.get('defaults.certificateAuthority'),
      keyType: settings.get('defaults.keyType'),
      contentType: settings.get('defaults.contentType'),
    }),
    copy: (text) => vscode.env.clipboard.writeText(text),
    commandFor: (wish) =>
      copiedCommand(wish, {
        platform: process.platform,
        cloud: app.cloud,
        dnsServers: settings.get('dns.servers'),
        dohServers: settings.get('dns.dohServers'),
        propagationWait: settings.get('dns.propagationWait'),
        zones: settings.get('dns.zones'),
        roomWait: settings.get('dns.roomWait'),
        caRootsFile: settings.get('ca.rootsFile'),
      }),
    run: (command, ...args) => vscode.commands.executeCommand(command, ...args),
    mayAdopt,
    copyCsr,
    changePolicy: async (seen, changing) => {
      let isDone = false;
      await app.errors.guard(
        vscode.l10n.t('Changing the policy of {0}', `${changing.vault}/${changing.name}`),
        async () => {
          isDone = await carryOutPolicy(app, seen, changing);
        },
      );
      return isDone;
    },
    saveCsr: (certificate, pem) =>
      app.errors.guard(vscode.l10n.t('Saving the CSR of {0}', certificate), () =>
        saveCsr(certificate, pem),
      ),
    ended: (end) => {
      tellEnd(app, end);
    },
    log: (sentence) => {
      app.log.info(sentence);
    },
    close: () => {
      panel.dispose();
    },
  };
}

/** The vault lists something else now, whatever came of it. */
function tellEnd(
  { portfolio, errors, log }: Pick<AppContext, 'errors' | 'log' | 'portfolio'>,
  { seen, certificate, state, error, isWatched, waitsForMerge }: VaultRunEnd,
): void {
  const { t } = vscode.l10n;
  const name = `${certificate.vault}/${certificate.name}`;
  portfolio.listings.list(seen).catch((reason: unknown) => {
    log.warn('listing after a certificate was made', String(reason));
  });
  if (isWatched) return;
  if (error) errors.show(error, t('Creating {0}', name));
  if (state !== 'done') return;
  tell(
    waitsForMerge
      ? t('The CSR of {0} is made. Its pending operation has it, and takes what a CA sends.', name)
      : t('{0} is in the vault.', name),
  );
}

async function mayAdopt(tool: string): Promise<boolean> {
  const takeOver = vscode.l10n.t('Take Over');
  const answer = await vscode.window.showWarningMessage(
    notificationText(vscode.l10n.t('Take this certificate over from {0}?', tool)),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Names and kind of key stay, and so does the tag of {0}. From now on this product renews it: take it off the list of {0}, or both will.',
        tool,
      ),
    },
    takeOver,
  );
  return answer === takeOver;
}

function titleOf(subject: FormSubject): string {
  const { t } = vscode.l10n;
  if (subject.mode === 'create') return t('Create Certificate');
  const { name } = subject.ref;
  return subject.mode === 'renew' ? t('Renew {0}', name) : t('Policy of {0}', name);
}
