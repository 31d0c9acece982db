/** Show Certificate: one panel for each certificate. Loaded with the first one. */
import * as vscode from 'vscode';
import { CertError } from '../../domain/errors.ts';
import {
  DETAILS_CALLS,
  isKeptDetails,
  type DetailsAction,
  type DetailsCalls,
  type DetailsState,
} from '../../webview/details/details-protocol.ts';
import type { AppContext } from '../app-context.ts';
import { isSameCertificate, type CertificateRef } from '../certificate-ref.ts';
import { newPanel, panelDesk, servePanel } from '../page-panel.ts';
import { vaultKey } from '../portfolio/portfolio-state.ts';
import { expiryThresholds } from '../settings.ts';
import { DetailsSession, type FoundVault } from './details-session.ts';

/** The panels that are open. They outlive the extension host: the editor brings them back then. */
export class DetailsPanels {
  readonly #app: AppContext;
  readonly #open = new Map<vscode.WebviewPanel, CertificateRef>();

  constructor(app: AppContext) {
    this.#app = app;
  }

  /** Opens the certificate's panel, or shows the one that is open. */
  show(ref: CertificateRef): void {
    const [panel] = [...this.#open].find(([, shown]) => isSamePage(shown, ref)) ?? [];
    if (panel) panel.reveal();
    else this.#adopt(newPanel(this.#app, { name: 'details', title: titleOf(ref) }), ref);
  }

  /** Fills a panel that was open in an earlier session. */
  restore(panel: vscode.WebviewPanel, kept: unknown): void {
    if (isKeptDetails(kept)) this.#adopt(panel, kept.subject);
    // A state of another version of this extension: there is nothing to show.
    else panel.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, ref: CertificateRef): void {
    this.#open.set(panel, ref);
    panel.onDidDispose(() => this.#open.delete(panel));
    fill(panel, this.#app, ref);
  }
}

/** Two accounts may see the same certificate, and may be allowed different things. */
function isSamePage(a: CertificateRef, b: CertificateRef): boolean {
  return a.directory === b.directory && isSameCertificate(a, b);
}

function titleOf({ vault, name }: CertificateRef): string {
  return `${vault}/${name}`;
}

function fill(panel: vscode.WebviewPanel, app: AppContext, ref: CertificateRef): void {
  const { portfolio, board, clock, settings } = app;
  const desk = panelDesk(app, `Showing ${titleOf(ref)}`);
  const session = new DetailsSession({
    subject: ref,
    find: () => find(app, ref),
    isInSight: () => portfolio.vault(ref) !== undefined,
    options: () => ({
      now: new Date(clock.now()),
      thresholds: expiryThresholds(settings),
      t: vscode.l10n.t,
    }),
    desk,
    show: (state) => {
      connection.show(state);
    },
    copy: async (text) => vscode.env.clipboard.writeText(text),
    act: (action) => act(app, ref, action),
  });
  const connection = servePanel<DetailsState, DetailsCalls>(app, panel, {
    ...{ name: 'details', title: titleOf(ref) },
    initial: session.state,
    calls: DETAILS_CALLS,
    handlers: session.handlers,
    problemOf: (error) => desk.problemOf(error, ref.directory),
  });
  const listening = [
    session,
    portfolio.onDidChange((change) => {
      if (change.kind === 'accounts') void session.accountsChanged();
      if (change.kind !== 'vault' || change.directory !== ref.directory) return;
      if (vaultKey(change.vaultId) !== vaultKey(ref.vaultId)) return;
      const seen = portfolio.listings
        .get({ directory: { key: ref.directory }, vault: { id: ref.vaultId } })
        .certificates?.find((each) => isSameCertificate({ ...ref, name: each.name }, ref));
      if (seen) void session.learn(seen);
    }),
    board.onEnded(({ target }) => {
      if (isSameName(target.vault, ref.vault) && isSameName(target.name, ref.name)) {
        void session.load();
      }
    }),
    panel.onDidChangeViewState(() => {
      if (panel.visible) session.draw();
    }),
    settings.onDidChange(() => {
      session.draw();
    }),
  ];
  panel.onDidDispose(() => {
    for (const each of listening) each.dispose();
  });
  connection.load();
  void session.load();
}

/** Azure compares names without case. */
function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Signed in before or not at all: opening a page is no reason to ask for a sign-in. */
async function find({ portfolio }: AppContext, ref: CertificateRef): Promise<FoundVault> {
  await portfolio.load();
  const directory = portfolio.directory(ref.directory);
  if (!directory) throw new CertError('NotSignedIn', { tried: [] });
  const seen = portfolio.vault(ref);
  if (!seen) {
    const visible = portfolio.everyVault().length;
    throw new CertError('VaultNotFound', { vault: ref.vault, visible });
  }
  return { vault: seen.vault, engine: await directory.engine() };
}

async function act(
  { log }: AppContext,
  ref: CertificateRef,
  action: Exclude<DetailsAction, 'refresh'>,
): Promise<void> {
  switch (action) {
    case 'renew':
      await vscode.commands.executeCommand('kvcert.renewCertificate', ref);
      return;
    case 'open-in-portal':
      await vscode.commands.executeCommand('kvcert.openInPortal', ref);
      return;
    case 'show-log':
      log.show();
  }
}
