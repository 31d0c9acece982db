/** The form as a tab of the editor. Loaded with the first one. */
import * as vscode from 'vscode';
import { FORM_CALLS, type FormCalls } from '../../webview/form/form-protocol.ts';
import {
  isSavedForm,
  type FormState,
  type FormSubject,
} from '../../webview/form/state-protocol.ts';
import type { AppContext } from '../app-context.ts';
import { openProblemDesk } from '../errors/problem-desk.ts';
import { carryOutRepair } from '../errors/carry-out-repair.ts';
import { servePage } from '../page-connection.ts';
import { pageHtml, pageOptions, panelType } from '../webview-page.ts';
import { copiedCommand } from './copied-command.ts';
import { FormSession } from './form-session.ts';

/** Opens a form beside those that are open. */
export function newForm(app: AppContext, subject: FormSubject): void {
  const panel = vscode.window.createWebviewPanel(
    panelType('form'),
    titleOf(subject),
    vscode.ViewColumn.Active,
    pageOptions(app.extension.extensionUri),
  );
  fill(app, panel, subject);
}

/** Fills the tab of a form that was open, with what was typed into it. */
export function restoreForm(app: AppContext, panel: vscode.WebviewPanel, kept: unknown): void {
  if (isSavedForm(kept)) fill(app, panel, kept.subject, kept.operation);
  // Closed before anything was shown in it, or kept by a version that knew other fields.
  else panel.dispose();
}

function fill(
  app: AppContext,
  panel: vscode.WebviewPanel,
  subject: FormSubject,
  operation?: string,
): void {
  const { extension, portfolio, board, settings, log } = app;
  const { webview } = panel;
  const { t } = vscode.l10n;
  const desk = openProblemDesk({
    t,
    repair: carryOutRepair,
    record: (error) => {
      log.warn('form', String(error));
    },
  });
  const session = new FormSession(
    {
      portfolio,
      board,
      desk,
      t,
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
        }),
      run: (command, ...args) => vscode.commands.executeCommand(command, ...args),
      close: () => {
        panel.dispose();
      },
    },
    subject,
    (state) => {
      connection.show(state);
    },
    operation,
  );
  const connection = servePage<FormState, FormCalls>({
    port: webview,
    bundle: vscode.l10n.bundle ?? {},
    initial: session.state,
    calls: FORM_CALLS,
    handlers: session.handlers,
    problemOf: (error) => desk.problemOf(error),
    warn: (message) => {
      log.warn(message);
    },
  });
  panel.onDidDispose(() => {
    connection.dispose();
    session.dispose();
  });
  webview.options = pageOptions(extension.extensionUri);
  webview.html = pageHtml(webview, extension.extensionUri, {
    name: 'form',
    title: titleOf(subject),
    language: vscode.env.language,
  });
  void session.open();
}

function titleOf(subject: FormSubject): string {
  return subject.mode === 'create'
    ? vscode.l10n.t('Create Certificate')
    : vscode.l10n.t('Renew {0}', subject.ref.name);
}
