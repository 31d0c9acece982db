/** The view **Operations**: what runs, waits, has failed or was finished today. */
import * as vscode from 'vscode';
import type { BoardOperation } from '../../app/operations/board-operation.ts';
import type { AppContext } from '../app-context.ts';
import { GivenNodes } from '../tree/given-nodes.ts';
import { toTreeItem } from '../tree/tree-item.ts';
import { describeOperationNode } from './describe-operation.ts';
import {
  childNodes,
  namedCertificate,
  operationNode,
  rootNodes,
  type OperationNode,
} from './operation-nodes.ts';

const VIEW = 'kvcert.operations';

/** Milliseconds: seconds are counted while somebody looks. */
const TICK = 1000;

type Surroundings = Pick<AppContext, 'board' | 'clock'>;

export class OperationsTree implements vscode.TreeDataProvider<OperationNode> {
  readonly #app: Surroundings;
  readonly #changed = new vscode.EventEmitter<OperationNode | undefined>();
  readonly #view: vscode.TreeView<OperationNode>;
  readonly #given = new GivenNodes<OperationNode>();
  #shown: readonly BoardOperation[] = [];
  readonly #subscriptions: { dispose(): unknown }[];
  #ticking: NodeJS.Timeout | undefined;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(app: Surroundings) {
    this.#app = app;
    this.#view = vscode.window.createTreeView(VIEW, { treeDataProvider: this });
    this.#subscriptions = [
      this.#view,
      this.#changed,
      app.board.onChange(() => {
        this.#show();
      }),
      this.#view.onDidChangeVisibility(() => {
        this.#openIfSeen();
        this.#tick();
      }),
    ];
  }

  getChildren(node?: OperationNode): OperationNode[] {
    const children = node ? this.#childrenOf(node) : this.#roots();
    this.#given.give(node, children);
    return [...children];
  }

  getTreeItem(node: OperationNode): vscode.TreeItem {
    const { board, clock } = this.#app;
    const operation = node.kind === 'operation' ? board.get(node.operationId) : undefined;
    const current = operation ? operationNode(operation) : node;
    const look = describeOperationNode(current, clock.now(), vscode.l10n.t);
    const { tooltip, ...shown } = look;
    const item = toTreeItem(node.id, {
      ...shown,
      ...(operation?.issued ? { command: showCommand(operation) } : {}),
    });
    // A plain string: no link in what others have written works.
    if (tooltip !== undefined) item.tooltip = tooltip;
    return item;
  }

  getParent(): undefined {
    return undefined;
  }

  dispose(): void {
    clearInterval(this.#ticking);
    for (const each of this.#subscriptions) each.dispose();
  }

  #roots(): readonly OperationNode[] {
    this.#openIfSeen();
    const { operations, unreadable, journalFailure } = this.#app.board;
    this.#shown = operations;
    return rootNodes({ operations, unreadable, journalFailure });
  }

  #childrenOf(node: OperationNode): readonly OperationNode[] {
    const operation = node.kind === 'operation' ? this.#app.board.get(node.operationId) : undefined;
    return operation ? childNodes(operation) : [];
  }

  /** The journal is read when somebody looks; what is taken up after a start reads it, too. */
  #openIfSeen(): void {
    if (this.#view.visible) void this.#app.board.open();
  }

  /** Only what has changed is asked for again; everything if there are others or another order. */
  #show(): void {
    const { operations, unreadable, journalFailure } = this.#app.board;
    const before = this.#shown;
    this.#shown = operations;
    this.#tick();
    const same =
      !journalFailure &&
      unreadable.length === 0 &&
      operations.length === before.length &&
      operations.every(({ id }, index) => before[index]?.id === id);
    if (!same) {
      this.#changed.fire(undefined);
      return;
    }
    this.#fire(operations.filter((operation, index) => before[index] !== operation));
  }

  #fire(operations: readonly BoardOperation[]): void {
    for (const { id } of operations) {
      const node = this.#given.get(`operation:${id}`);
      if (node) this.#changed.fire(node);
    }
  }

  #tick(): void {
    const running = (): readonly BoardOperation[] =>
      this.#app.board.operations.filter(({ state }) => state === 'running');
    const isWanted = this.#view.visible && running().length > 0;
    if (isWanted) {
      this.#ticking ??= setInterval(() => {
        this.#fire(running());
      }, TICK);
    } else {
      clearInterval(this.#ticking);
      this.#ticking = undefined;
    }
  }
}

function showCommand(operation: BoardOperation) {
  return {
    id: 'kvcert.showCertificate' as const,
    title: vscode.l10n.t('Show Certificate'),
    arguments: [namedCertificate(operation)],
  };
}
