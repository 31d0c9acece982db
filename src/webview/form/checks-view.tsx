/** What was found before the CA is asked: one row for each check, as it ends. */
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from '../icons.tsx';
import { ProblemView } from '../problem-view.tsx';
import { useTranslate } from '../translation.ts';
import type { CheckRow, FormChecks } from './state-protocol.ts';

export interface ChecksViewProps {
  readonly checks: FormChecks;
  /** True: the form says something else by now. */
  readonly isStale: boolean;
  readonly onStop: () => void;
  readonly onRepair: (token: string) => void;
}

export function ChecksView({ checks, isStale, onStop, onRepair }: ChecksViewProps): VNode {
  const t = useTranslate();
  const { isLooking, rows, outcome } = checks;
  const place = useRef<HTMLElement>(null);
  // It stands below the button that was pressed, perhaps below the edge of the window.
  useLayoutEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
  }, [isLooking]);
  return (
    <section class="checks" ref={place} aria-labelledby="checks-title" aria-busy={isLooking}>
      <h2 id="checks-title">{t('Checks')}</h2>
      <p role="status">
        {isStale
          ? t('The form was changed since: check again.')
          : isLooking
            ? t('Looking at what can be known before the certificate authority is asked…')
            : outcome}
      </p>
      <ul class="check-list">
        {rows.map((row, index) => (
          <li key={`${row.title} ${String(index)}`} class={`verdict-${row.verdict}`}>
            <Icon name={ICONS[row.verdict]} />
            <div>
              <p>
                <span class="check-title">{row.title}</span>
                <span class="verdict">{row.word}</span>
              </p>
              {row.found && (
                <p class="check-finding">
                  <ProblemView problem={row.found} onRepair={onRepair} />
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
      {isLooking && (
        <button type="button" class="secondary" onClick={onStop}>
          {t('Stop Checking')}
        </button>
      )}
    </section>
  );
}

const ICONS: Readonly<Record<CheckRow['verdict'], IconName>> = {
  looking: 'waiting',
  ok: 'ok',
  warning: 'problem',
  blocking: 'problem',
  unknown: 'unknown',
};
