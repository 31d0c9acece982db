/** Keeps the list of what is due: reckoned anew when listings or settings change, and as time goes. */
import * as vscode from 'vscode';
import type { AppContext } from '../app-context.ts';
import { expiryThresholds } from '../settings.ts';
import { Coalesced } from '../coalesced.ts';
import { areSameDue, dueCertificates, type DueCertificate } from './due-certificates.ts';

/** Milliseconds. Listings come page by page; fifty thousand certificates are not gone through for each. */
const RECKON_AFTER = 1000;

export class DueWatch implements vscode.Disposable {
  readonly #app: AppContext;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: { dispose(): unknown }[];
  #certificates: readonly DueCertificate[] = [];
  readonly #again = new Coalesced(() => {
    this.#reckonAgain();
  }, RECKON_AFTER);
  readonly onDidChange = this.#changed.event;

  constructor(app: AppContext) {
    this.#app = app;
    this.#subscriptions = [
      this.#changed,
      this.#again,
      app.portfolio.onDidChange(() => {
        this.#again.soon();
      }),
      app.settings.onDidChange(() => {
        this.#again.soon();
      }),
    ];
  }

  /** The nearest end first. */
  get certificates(): readonly DueCertificate[] {
    return this.#certificates;
  }

  /** What was due may have become so only by the time that has passed. */
  reckon(): void {
    this.#again.dispose();
    this.#certificates = this.#due();
    this.#changed.fire();
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }

  /** Views are drawn anew only for something new: most listings tell what was known. */
  #reckonAgain(): void {
    const due = this.#due();
    if (areSameDue(due, this.#certificates)) return;
    this.#certificates = due;
    this.#changed.fire();
  }

  #due(): readonly DueCertificate[] {
    const { portfolio, settings, clock } = this.#app;
    return dueCertificates(portfolio, expiryThresholds(settings), new Date(clock.now()));
  }
}
