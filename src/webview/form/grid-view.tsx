/** Which name server shows the proof of which name, while it is waited for. */
import type { VNode } from 'preact';
import type { GridTable } from '../../domain/messages/propagation-grid.ts';
import type { Sight } from '../../domain/propagation-grid.ts';
import { Icon, type IconName } from '../icons.tsx';
import { useTranslate } from '../translation.ts';

const ICONS: Readonly<Record<Sight, IconName | undefined>> = {
  has: 'ok',
  missing: 'waiting',
  unreachable: 'problem',
  unasked: undefined,
};

export function GridView({ grid: { names, rows, more } }: { readonly grid: GridTable }): VNode {
  const t = useTranslate();
  return (
    // Many names do not fit on a narrow screen: then the table scrolls, not the page.
    <div class="scrollable" role="region" aria-label={t('Name servers')} tabIndex={0}>
      <table class="grid">
        <thead>
          <tr>
            <th scope="col">{t('Name server')}</th>
            {names.map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ server, cells }) => (
            <tr key={server}>
              <th scope="row">{server}</th>
              {cells.map(({ sight, word }, nth) => {
                const icon = ICONS[sight];
                return (
                  <td key={names[nth]} class={`sight-${sight}`}>
                    {icon && <Icon name={icon} />} {word}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {more !== undefined && <p class="quiet">{more}</p>}
    </div>
  );
}
