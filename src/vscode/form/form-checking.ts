/** The checks that a form shows: what can be known before the CA is asked, row by row. */
import type { Engine } from '../../app/engine.ts';
import type { IssuanceWish } from '../../domain/issuance-wish.ts';
import {
  checkTitle,
  describeCheck,
  describeOutcome,
  describeVerdict,
} from '../../domain/messages/preflight.ts';
import { PREFLIGHT_CHECKS, type CheckResult, type PreflightCheck } from '../../domain/preflight.ts';
import type { CheckRow, FormChecks } from '../../webview/form/state-protocol.ts';
import type { FormServices } from './form-services.ts';

type Services = Pick<FormServices, 'desk' | 't'>;

export class FormChecking {
  readonly #services: Services;
  readonly #onChange: () => void;
  #controller: AbortController | undefined;
  #shown: FormChecks | undefined;

  constructor(services: Services, onChange: () => void) {
    this.#services = services;
    this.#onChange = onChange;
  }

  /** undefined: nobody has asked for them. */
  get shown(): FormChecks | undefined {
    return this.#shown;
  }

  /** In the place of those that are under way or shown. */
  begin(engine: Pick<Engine, 'preflight'>, wish: IssuanceWish, directory: string): void {
    this.stop();
    const controller = new AbortController();
    this.#controller = controller;
    void this.#look(engine, wish, directory, controller.signal);
  }

  /** Shows none any more. */
  forget(): void {
    this.stop();
    this.#shown = undefined;
    this.#onChange();
  }

  stop(): void {
    this.#controller?.abort();
    this.#controller = undefined;
  }

  async #look(
    engine: Pick<Engine, 'preflight'>,
    wish: IssuanceWish,
    directory: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { desk, t } = this.#services;
    const rows = new Map<PreflightCheck, readonly CheckRow[]>();
    const all: CheckResult[] = [];
    const show = (isLooking: boolean): void => {
      this.#shown = {
        isLooking,
        rows: PREFLIGHT_CHECKS.flatMap((check) => rows.get(check) ?? []),
        ...(!isLooking && { outcome: describeOutcome(all, t) }),
      };
      this.#onChange();
    };
    for (const check of PREFLIGHT_CHECKS) {
      rows.set(check, [{ title: checkTitle(check, t), verdict: 'looking', word: t('looking') }]);
    }
    show(true);
    const tell = (results: readonly CheckResult[]): void => {
      all.push(...results);
      for (const [check, found] of Map.groupBy(results, (result) => result.check)) {
        rows.set(
          check,
          found.map((result) => ({
            title: checkTitle(check, t),
            verdict: result.verdict,
            word: describeVerdict(result.verdict, t),
            found: desk.problemFrom(describeCheck(result, t), directory),
          })),
        );
      }
      show(true);
    };
    try {
      await engine.preflight(wish, signal, tell);
    } catch {
      // It rejects only where nobody wants to know any more.
      return;
    }
    if (!signal.aborted) show(false);
  }
}
