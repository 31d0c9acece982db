/** What every part of the extension works with: made once in extension.ts, handed on from there. */
import type * as vscode from 'vscode';
import type { OperationBoard } from '../app/operation-board.ts';
import type { Cloud } from '../domain/cloud.ts';
import type { Clock } from '../domain/runtime.ts';
import type { ErrorBoundary } from './errors/error-boundary.ts';
import type { ChosenSubscriptions } from './portfolio/chosen-subscriptions.ts';
import type { Portfolio } from './portfolio/portfolio.ts';
import type { Settings } from './settings.ts';

export interface AppContext {
  readonly extension: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly cloud: Cloud;
  readonly portfolio: Portfolio;
  readonly chosen: ChosenSubscriptions;
  readonly board: OperationBoard;
  readonly errors: ErrorBoundary;
}
