/**
 * The versions as bars over time. Positions across are percentages, so that the drawing fits every
 * width without being measured; texts keep the size that the person has chosen.
 */
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useTranslate } from '../translation.ts';
import type { ValidityChart } from './details-protocol.ts';
import { StateIcon } from './state-icon.tsx';

const HEAD = 42;
const ROW = 46;
const BAR = 16;

/** The next bar for a key, as lists have it; undefined for keys that do something else. */
function indexFor(key: string, index: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return Math.min(index + 1, last);
    case 'ArrowUp':
    case 'ArrowLeft':
      return Math.max(index - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

export function Timeline({ chart }: { readonly chart: ValidityChart }): VNode {
  const t = useTranslate();
  const { bars, today, ticks, renewal, note } = chart;
  const [active, setActive] = useState(0);
  const items = useRef<(SVGGElement | null)[]>([]);
  const chosen = Math.min(active, bars.length - 1);
  const height = HEAD + bars.length * ROW;
  const x = (percent: number): string => `${percent}%`;
  const anchor = today.at < 12 ? 'start' : today.at > 88 ? 'end' : 'middle';
  return (
    <figure>
      <svg class="timeline" width="100%" height={height} role="list" aria-label={t('Versions')}>
        <defs>
          <pattern id="lines" width="6" height="6" patternUnits="userSpaceOnUse">
            <path class="line" d="M-1 7 7-1M-1 1 1-1M5 7 7 5" />
          </pattern>
          <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">
            <circle class="dot" cx="3" cy="3" r="1.3" />
          </pattern>
        </defs>
        <g aria-hidden="true">
          {ticks.map(({ at, label }) => (
            <g key={label} class="tick">
              <line x1={x(at)} x2={x(at)} y1={HEAD - 4} y2={height} />
              <text x={x(at)} y={HEAD - 10} text-anchor="middle">
                {label}
              </text>
            </g>
          ))}
          <text class="today" x={x(today.at)} y="13" text-anchor={anchor}>
            {today.label}
          </text>
        </g>
        {bars.map(({ version, state, isCurrent, start, width, caption, description }, index) => {
          const y = HEAD + index * ROW;
          const place = { x: x(start), y: y + 22, width: x(width), height: BAR, rx: 2 };
          return (
            <g
              key={version}
              ref={(item) => {
                items.current[index] = item;
              }}
              class={isCurrent ? 'version current' : 'version'}
              role="listitem"
              aria-label={description}
              // (An attribute of SVG is written as it stands here: `tabIndex` would be none.)
              tabindex={index === chosen ? 0 : -1}
              onFocus={() => {
                setActive(index);
              }}
              onPointerEnter={() => {
                setActive(index);
              }}
              onKeyDown={(event) => {
                const next = indexFor(event.key, index, bars.length - 1);
                if (next === undefined) return;
                event.preventDefault();
                items.current[next]?.focus();
              }}
            >
              <rect class="ring" x="0.3%" y={y - 3} width="99.4%" height={ROW - 2} rx="2" />
              <StateIcon {...{ state, y }} />
              <text class="caption" x="22" y={y + 13}>
                {caption}
              </text>
              <rect class={`bar state-${state}`} {...place} />
              {isCurrent && renewal && (
                <rect
                  {...place}
                  class="renewal"
                  x={x(renewal.start)}
                  width={x(renewal.width)}
                  fill="url(#lines)"
                />
              )}
              {state === 'expired' && <rect {...place} class="pattern" fill="url(#lines)" />}
              {state === 'disabled' && <rect {...place} class="pattern" fill="url(#dots)" />}
            </g>
          );
        })}
        <line
          class="today"
          x1={x(today.at)}
          x2={x(today.at)}
          y1="18"
          y2={height}
          aria-hidden="true"
        />
      </svg>
      <figcaption>
        <p class="readout">{bars[chosen]?.description}</p>
        {renewal && (
          <p class="legend">
            <svg width="28" height="12" aria-hidden="true">
              <rect class="bar state-valid" width="28" height="12" rx="2" />
              <rect class="renewal" width="28" height="12" rx="2" fill="url(#lines)" />
            </svg>
            {renewal.label}
          </p>
        )}
        {note !== undefined && <p>{note}</p>}
      </figcaption>
    </figure>
  );
}
