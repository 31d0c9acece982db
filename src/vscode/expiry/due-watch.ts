/** Keeps the list of what is due: reckoned anew when listings or settings change, and as time goes. */
import * as vscode from 'vscode';
import type { AppContext } from '../app-context.ts';
import { expiryThresholds } from '../settings.ts';
import { dueCertificates, type DueCertificate } from './due-certificates.ts';

/** Milliseconds. Listings come page by page; fifty thousand certificates are not gone through for each. */
const RECKON_AFTER = 250;

export class DueWatch implements vscode.Disposable {
  readonly #app: AppContext;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: { dispose(): unknown }[];
  #certificates: readonly DueCertificate[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly onDidChange = this.#changed.event;

  constructor(app: AppContext) {
    this.#app = app;
    this.#subscriptions = [
      this.#changed,
      app.portfolio.onDidChange(() => {
        this.#soon();
      }),
      app.settings.onDidChange(() => {
        this.#soon();
      }),
    ];
  }

  /** The nearest end first. */
  get certificates(): readonly DueCertificate[] {
    return this.#certificates;
  }

  /** What was due may have become so only by the time that has passed. */
  reckon(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { portfolio, settings, clock } = this.#app;
    const now = new Date(clock.now());
    this.#certificates = dueCertificates(portfolio, expiryThresholds(settings), now);
    this.#changed.fire();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const each of this.#subscriptions) each.dispose();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.reckon();
    }, RECKON_AFTER);
  }
}
