/** All that the editor needs of details at its start; they themselves are loaded with the first ones. */
import * as vscode from 'vscode';
import type { AppContext } from '../app-context.ts';
import type { CertificateRef } from '../certificate-ref.ts';
import { madeOnce } from '../made-once.ts';
import { panelType } from '../webview-page.ts';
import type { DetailsPanels } from './details-panel.ts';

export interface Details {
  /** Opens the certificate's panel, or shows the one that is open. */
  open(ref: CertificateRef): Promise<void>;
  dispose(): void;
}

/** From here on the editor restores panels of an earlier session. */
export function registerDetails(app: AppContext): Details {
  const panels = madeOnce(() => load(app));
  const serializer = vscode.window.registerWebviewPanelSerializer(panelType('details'), {
    async deserializeWebviewPanel(panel, kept: unknown) {
      (await panels()).restore(panel, kept);
    },
  });
  return {
    open: async (ref) => {
      (await panels()).show(ref);
    },
    dispose: () => {
      serializer.dispose();
    },
  };
}

async function load(app: AppContext): Promise<DetailsPanels> {
  const { DetailsPanels } = await import('../on-demand.ts');
  return new DetailsPanels(app);
}
