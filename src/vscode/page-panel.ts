/** A page as a tab of the editor: what forms and details have in common. */
import * as vscode from 'vscode';
import type { Calls } from '../webview/protocol.ts';
import type { AppContext } from './app-context.ts';
import { carryOutRepair } from './errors/carry-out-repair.ts';
import { openProblemDesk, type ProblemDesk } from './errors/problem-desk.ts';
import { servePage, type PageConnectionOptions } from './page-connection.ts';
import { pageHtml, pageOptions, panelType, type PageName } from './webview-page.ts';

type Surroundings = Pick<AppContext, 'extension' | 'log'>;

interface PanelPage {
  readonly name: PageName;
  /** Of the tab. */
  readonly title: string;
}

export interface PanelConnection<S extends object> {
  show(state: S): void;
  /** Loads the page into the tab, unless that was closed in the meantime. */
  load(): void;
}

export function newPanel(
  { extension }: Pick<Surroundings, 'extension'>,
  { name, title }: PanelPage,
): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(
    panelType(name),
    title,
    vscode.ViewColumn.Active,
    pageOptions(extension.extensionUri),
  );
}

/** @param doing - what the log says was attempted when an error is shown */
export function panelDesk({ log }: Pick<Surroundings, 'log'>, doing: string): ProblemDesk {
  return openProblemDesk({
    t: vscode.l10n.t,
    repair: carryOutRepair,
    record: (error) => {
      log.warn(doing, String(error));
    },
  });
}

/** Serves the page in a panel until that is closed. It is empty before `load`. */
export function servePanel<S extends object, C extends Calls<C>>(
  { extension, log }: Surroundings,
  panel: vscode.WebviewPanel,
  page: PanelPage & Omit<PageConnectionOptions<S, C>, 'bundle' | 'port' | 'warn'>,
): PanelConnection<S> {
  const { webview } = panel;
  const { name, title, ...served } = page;
  const connection = servePage<S, C>({
    ...served,
    port: webview,
    bundle: vscode.l10n.bundle ?? {},
    warn: (message) => {
      log.warn(message);
    },
  });
  let isOpen = true;
  panel.onDidDispose(() => {
    isOpen = false;
    connection.dispose();
  });
  return {
    show: (state) => {
      connection.show(state);
    },
    load: () => {
      if (!isOpen) return;
      webview.options = pageOptions(extension.extensionUri);
      const language = vscode.env.language;
      webview.html = pageHtml(webview, extension.extensionUri, { name, title, language });
    },
  };
}
