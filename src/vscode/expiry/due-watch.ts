/** Keeps the list of what is due: reckoned anew when listings or settings change, and as time goes. */
import * as vscode from 'vscode';
import { coalesced } from '../../app/coalesced.ts';
import type { AppContext } from '../app-context.ts';
import { expiryThresholds } from '../settings.ts';
import { DueReasons } from './due-reasons.ts';
import { areSameDue, dueCertificates, type DueCertificate } from './due-certificates.ts';

/** Milliseconds. Listings come page by page; fifty thousand certificates are not gone through for each. */
const RECKON_AFTER = 1000;

export class DueWatch implements vscode.Disposable {
  readonly reasons = new DueReasons();
  readonly #app: AppContext;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: { dispose(): unknown }[];
  #certificates: readonly DueCertificate[] = [];
  readonly #mayDiffer: () => void;
  readonly onDidChange = this.#changed.event;

  constructor(app: AppContext) {
    this.#app = app;
    this.#mayDiffer = coalesced(app.clock, RECKON_AFTER, app.portfolio.signal, () => {
      this.#reckonAgain();
    });
    this.#subscriptions = [
      this.#changed,
      app.portfolio.onDidChange(() => {
        this.#mayDiffer();
      }),
      app.settings.onDidChange(() => {
        this.#mayDiffer();
      }),
    ];
  }

  /** The nearest end first. */
  get certificates(): readonly DueCertificate[] {
    return this.#certificates;
  }

  /** What was due may have become so only by the time that has passed. */
  reckon(): void {
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
    const now = new Date(clock.now());
    return dueCertificates(portfolio, expiryThresholds(settings), now, this.reasons);
  }
}
