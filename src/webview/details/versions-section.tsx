/** The versions of the certificate as a chart or, for who prefers to read, as a table. */
import type { VNode } from 'preact';
import { ProblemView } from '../problem-view.tsx';
import { useTranslate } from '../translation.ts';
import { CopyButton, type Copying } from './copy-button.tsx';
import type { Versions } from './details-protocol.ts';
import { PageSection } from './page-section.tsx';
import { StateIcon } from './state-icon.tsx';
import { Timeline } from './timeline.tsx';

export interface VersionsSectionProps extends Copying {
  readonly versions: Versions;
  readonly asTable: boolean;
  readonly onToggle: () => void;
  readonly onRepair: (token: string) => void;
}

export function VersionsSection(props: VersionsSectionProps): VNode {
  const { versions, asTable, onToggle, onRepair, copied, onCopy } = props;
  const t = useTranslate();
  const { chart, rows, isLoading, problem } = versions;
  const showsTable = asTable || !chart;
  return (
    <PageSection heading={t('Versions')}>
      {chart && (
        <button type="button" class="secondary" onClick={onToggle}>
          {asTable ? t('Show as chart') : t('Show as table')}
        </button>
      )}
      {rows.length > 0 && showsTable && <VersionTable {...{ rows, copied, onCopy }} />}
      {chart && !showsTable && <Timeline {...{ chart }} />}
      {rows.length === 0 && !isLoading && <p>{t('There is no version yet.')}</p>}
      <div role="status">{isLoading && <p>{t('Loading the earlier versions…')}</p>}</div>
      {problem && (
        <div role="alert">
          <p>{t('The earlier versions could not be listed.')}</p>
          <p class="error">
            <ProblemView {...{ problem, onRepair }} />
          </p>
        </div>
      )}
    </PageSection>
  );
}

function VersionTable({ rows, ...copying }: Pick<Versions, 'rows'> & Copying): VNode {
  const t = useTranslate();
  return (
    // Six columns do not fit on a narrow screen: then the table scrolls, not the page.
    <div class="scrollable" role="region" aria-label={t('Table of versions')} tabIndex={0}>
      <table>
        <caption>{t('Versions, newest first')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('Version')}</th>
            <th scope="col">{t('State')}</th>
            <th scope="col">{t('Created')}</th>
            <th scope="col">{t('Valid from')}</th>
            <th scope="col">{t('Expires')}</th>
            <th scope="col">{t('SHA-1 thumbprint')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ version, state, stateText, isCurrent, copy, ...row }) => (
            <tr key={version} class={isCurrent ? 'current' : undefined}>
              <th scope="row">
                <span class="code">{version}</span>{' '}
                {isCurrent && <span class="badge">{t('current')}</span>}
              </th>
              <td>
                <span class="state">
                  <StateIcon {...{ state }} />
                  {stateText}
                </span>
              </td>
              <td>{row.created}</td>
              <td>{row.from}</td>
              <td>{row.to}</td>
              <td>
                <span class="copied">
                  <span class="code">{row.thumbprint}</span>
                  {copy && <CopyButton target={copy} {...copying} />}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
