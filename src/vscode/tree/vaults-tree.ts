/** The view **Vaults**: the tree model, shown by the editor. */
import * as vscode from 'vscode';
import { coalesced } from '../../app/coalesced.ts';
import { asCertError } from '../../domain/error-catalogue.ts';
import type { AppContext } from '../app-context.ts';
import type { VaultRef } from '../certificate-ref.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import { expiryThresholds } from '../settings.ts';
import { certificateChildren } from './certificate-children.ts';
import { Drawers } from './drawers.ts';
import { describeNode, type Surroundings } from './describe-node.ts';
import { GivenNodes } from './given-nodes.ts';
import { describeTooltip } from './describe-tooltip.ts';
import { toTreeItem } from './tree-item.ts';
import { drawerNodeId, failureNode, vaultNodeId, type NodeOf, type TreeNode } from './nodes.ts';
import {
  accountChildren,
  outlineOf,
  rootNodes,
  situationOf,
  subscriptionChildren,
  vaultChildren,
  type TreeFilter,
  type TreeModelServices,
} from './tree-model.ts';

const VIEW = 'kvcert.vaults';

/** Milliseconds. While vaults are listed one after the other, all of them are not gone through for each. */
const TELL_AFTER = 250;

export class VaultsTree implements vscode.TreeDataProvider<TreeNode> {
  readonly #app: AppContext;
  readonly #model: TreeModelServices;
  readonly #changed = new vscode.EventEmitter<TreeNode | undefined>();
  readonly #given = new GivenNodes<TreeNode>();
  readonly #drawers: Drawers;
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #situationMayDiffer: () => void;
  readonly #subscriptions: { dispose(): unknown }[];
  #filter: TreeFilter = 'all';
  #outline = '';
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(app: AppContext) {
    this.#app = app;
    this.#model = {
      portfolio: app.portfolio,
      chosen: app.chosen,
      filter: () => this.#filter,
      thresholds: () => expiryThresholds(app.settings),
      now: () => new Date(app.clock.now()),
    };
    this.#drawers = new Drawers(app.portfolio);
    this.#view = vscode.window.createTreeView(VIEW, {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.#situationMayDiffer = coalesced(app.clock, TELL_AFTER, app.portfolio.signal, () => {
      this.#tellSituation();
    });
    this.#subscriptions = [
      this.#view,
      this.#changed,
      this.#view.onDidChangeVisibility(() => {
        this.#loadIfSeen();
      }),
      app.portfolio.onDidChange((change) => {
        if (change.kind === 'accounts') this.#showIfDifferent();
        else this.#showVault(change);
      }),
      app.settings.onDidChange(() => {
        this.#showAll();
      }),
    ];
    this.#tellSituation();
  }

  get filter(): TreeFilter {
    return this.#filter;
  }

  set filter(filter: TreeFilter) {
    this.#filter = filter;
    this.#showAll();
  }

  /** Empty while nobody can see it. */
  get selection(): readonly TreeNode[] {
    return this.#view.visible ? this.#view.selection : [];
  }

  /** Has the editor ask for a node's children once more. */
  showAgain(node: TreeNode): void {
    this.#changed.fire(this.#given.get(node.id) ?? node);
  }

  /** What a vault has besides its certificates has changed. */
  showDrawer({ directory, vaultId }: VaultRef, of: NodeOf<'drawer'>['of']): void {
    const drawer = this.#given.get(drawerNodeId(vaultNodeId(directory, vaultId), of));
    if (drawer) this.#changed.fire(drawer);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (!node) this.#loadIfSeen();
    const children = node ? await this.#childrenOf(node) : rootNodes(this.#model);
    this.#given.give(node, children);
    return [...children];
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const look = describeNode(node, this.#surroundings());
    const { command, ...rest } = look;
    return toTreeItem(node.id, {
      ...rest,
      ...(command ? { command: { ...command, arguments: [node] } } : {}),
    });
  }

  /** Only for what the pointer rests on. */
  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const lines = describeTooltip(node, this.#surroundings());
    const text = new vscode.MarkdownString();
    // What others have written is shown as text: no link, no image, no command in it works.
    for (const line of lines) text.appendText(line).appendMarkdown('\n\n');
    item.tooltip = text;
    return item;
  }

  getParent(): undefined {
    return undefined;
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }

  #childrenOf(node: TreeNode): readonly TreeNode[] | Promise<readonly TreeNode[]> {
    switch (node.kind) {
      case 'account':
        return accountChildren(this.#model, this.#latest(node).state);
      case 'subscription':
        return subscriptionChildren(this.#model, node);
      case 'vault':
        return this.#vaultChildren(node);
      case 'certificate':
        return this.#orFailure(node, certificateChildren(this.#app.portfolio, node));
      case 'drawer':
        return this.#orFailure(node, this.#drawers.childrenOf(node));
      case 'directory':
      case 'version':
      case 'pending':
      case 'deleted':
      case 'issuer':
      case 'contact':
      case 'failure':
      case 'empty':
        return [];
    }
  }

  #latest(node: NodeOf<'account'>): NodeOf<'account'> {
    const { id } = node.state.account;
    const state = this.#app.portfolio.accounts.find(({ account }) => account.id === id);
    return state ? { ...node, state } : node;
  }

  /** What is known at once; an answer is waited for only where nothing is known. */
  async #vaultChildren(node: NodeOf<'vault'>): Promise<readonly TreeNode[]> {
    const { listings } = this.#app.portfolio;
    const opened = listings.get(node.seen).failure ? Promise.resolve() : listings.open(node.seen);
    const firstPage = this.#firstPage(node.seen);
    await Promise.race([opened, firstPage.seen]);
    firstPage.dispose();
    return vaultChildren(this.#model, node) ?? [];
  }

  #firstPage(seen: SeenVault): { readonly seen: Promise<undefined>; dispose(): void } {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const { portfolio } = this.#app;
    const look = (): void => {
      if (portfolio.listings.get(seen).certificates) resolve(undefined);
    };
    look();
    const listening = portfolio.onDidChange(look);
    return {
      seen: promise,
      dispose: () => {
        listening.dispose();
      },
    };
  }

  async #orFailure(
    node: TreeNode,
    children: Promise<readonly TreeNode[]>,
  ): Promise<readonly TreeNode[]> {
    try {
      return await children;
    } catch (error) {
      return [failureNode(node, asCertError(error))];
    }
  }

  #surroundings(): Surroundings {
    const { portfolio, clock, settings } = this.#app;
    return {
      now: new Date(clock.now()),
      thresholds: expiryThresholds(settings),
      listing: (seen) => portfolio.listings.get(seen),
      t: vscode.l10n.t,
    };
  }

  /** Signing in silently and asking Azure wait until somebody looks. */
  #loadIfSeen(): void {
    if (!this.#view.visible || !this.#app.portfolio.isFirstLoad) return;
    void vscode.window.withProgress({ location: { viewId: VIEW } }, async () =>
      this.#app.portfolio.load(),
    );
  }

  #showAll(outline = outlineOf(this.#model)): void {
    this.#tellSituation();
    this.#outline = outline;
    this.#changed.fire(undefined);
  }

  /** What is clicked while the editor draws the tree anew goes nowhere: that is done if need be. */
  #showIfDifferent(): void {
    const outline = outlineOf(this.#model);
    if (outline === this.#outline) this.#tellSituation();
    else this.#showAll(outline);
  }

  #showVault({ directory, vaultId }: Pick<VaultRef, 'directory' | 'vaultId'>): void {
    const node = this.#given.get(vaultNodeId(directory, vaultId));
    if (node) this.#changed.fire(node);
    if (this.#filter !== 'all') this.#situationMayDiffer();
  }

  #tellSituation(): void {
    const situation = situationOf(this.#model);
    void vscode.commands.executeCommand('setContext', 'kvcert.situation', situation);
    this.#view.description =
      this.#filter === 'all' ? '' : vscode.l10n.t('filtered: {0}', filterName(this.#filter));
  }
}

export function filterName(filter: TreeFilter): string {
  switch (filter) {
    case 'all':
      return vscode.l10n.t('All certificates');
    case 'due':
      return vscode.l10n.t('Expiring or expired');
    case 'pending':
      return vscode.l10n.t('Pending');
    case 'disabled':
      return vscode.l10n.t('Disabled');
  }
}
