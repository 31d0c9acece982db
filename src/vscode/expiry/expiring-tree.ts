/** The view **Expiring**: what is due, the nearest end first, with its date and the reason. */
import * as vscode from 'vscode';
import { expiryReason, expiryState, isExpiring } from '../../domain/expiry.ts';
import type { AppContext } from '../app-context.ts';
import { expiryThresholds } from '../settings.ts';
import { describeNode } from '../tree/describe-node.ts';
import { certificateNode, type NodeOf } from '../tree/nodes.ts';
import { toTreeItem } from '../tree/tree-item.ts';
import type { DueWatch } from './due-watch.ts';

const VIEW = 'kvcert.expiring';

/** The editor makes an item of each root node at once; nobody reads more of them. */
const MOST_SHOWN = 500;

type CertificateNode = NodeOf<'certificate'>;

export class ExpiringTree implements vscode.TreeDataProvider<CertificateNode> {
  readonly #app: AppContext;
  readonly #due: DueWatch;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<CertificateNode>;
  readonly #subscriptions: { dispose(): unknown }[];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(app: AppContext, due: DueWatch) {
    this.#app = app;
    this.#due = due;
    this.#view = vscode.window.createTreeView(VIEW, {
      treeDataProvider: this,
      canSelectMany: true,
    });
    this.#subscriptions = [
      this.#view,
      this.#changed,
      due.onDidChange(() => {
        this.#changed.fire(undefined);
        this.#tellNumber();
      }),
      app.settings.onDidChange((affects) => {
        if (affects('expiry.badge')) this.#tellNumber();
      }),
    ];
    this.#tellNumber();
  }

  /** Empty while nobody can see it. */
  get selection(): readonly CertificateNode[] {
    return this.#view.visible ? this.#view.selection : [];
  }

  getChildren(node?: CertificateNode): CertificateNode[] {
    if (node) return [];
    return this.#due.certificates
      .slice(0, MOST_SHOWN)
      .map(({ ref, certificate }) => certificateNode(ref, certificate));
  }

  getTreeItem(node: CertificateNode): vscode.TreeItem {
    const { clock, settings, portfolio } = this.#app;
    const now = new Date(clock.now());
    const thresholds = expiryThresholds(settings);
    const look = describeNode(node, {
      ...{ now, thresholds },
      listing: (seen) => portfolio.listings.get(seen),
      t: vscode.l10n.t,
    });
    const { command, ...rest } = look;
    const { vault } = node.ref;
    const day = node.certificate.notAfter?.toISOString().slice(0, 10) ?? '';
    const why = this.#why(node);
    const label = vscode.l10n.t('{0}, on {1}, vault {2}', look.accessibleLabel, day, vault);
    const when = [look.description, day, vault];
    // Where the date looks harmless, the reason is what somebody wonders about.
    const isLate = isExpiring(expiryState(node.certificate, now, thresholds));
    return toTreeItem(node.id, {
      ...rest,
      expands: 'no',
      description: (isLate ? [...when, ...why] : [...why, ...when]).join(' · '),
      accessibleLabel: [label, ...why].join('. '),
      ...(command ? { command: { ...command, arguments: [node] } } : {}),
    });
  }

  resolveTreeItem(item: vscode.TreeItem, node: CertificateNode): vscode.TreeItem {
    const now = new Date(this.#app.clock.now());
    const thresholds = expiryThresholds(this.#app.settings);
    const expiry = expiryReason(node.certificate, now, thresholds, vscode.l10n.t);
    item.tooltip = [expiry, ...this.#why(node)].join('\n');
    return item;
  }

  getParent(): undefined {
    return undefined;
  }

  /** Nothing where the date is all that is known. */
  #why({ ref, certificate }: CertificateNode): readonly string[] {
    const now = new Date(this.#app.clock.now());
    const { reasons } = this.#due;
    return [reasons.sentence(ref, certificate, now, vscode.l10n.t) ?? ''].filter(Boolean);
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }

  #tellNumber(): void {
    const { length } = this.#due.certificates;
    const isWanted = length > 0 && this.#app.settings.get('expiry.badge');
    this.#view.message =
      length > MOST_SHOWN
        ? vscode.l10n.t('The first {0} of {1} are shown', MOST_SHOWN, length)
        : '';
    this.#view.badge = isWanted ? { value: length, tooltip: dueWords(length) } : undefined;
  }
}

export function dueWords(count: number): string {
  return count === 1
    ? vscode.l10n.t('1 certificate is due')
    : vscode.l10n.t('{0} certificates are due', count);
}
