/** Facts with a heading, and tags as a table. Text from outside stands alone in its direction. */
import type { VNode } from 'preact';
import { useTranslate } from '../translation.ts';
import { Code } from './code.tsx';
import { CopyButton, type Copying } from './copy-button.tsx';
import type { DetailsView, Fact, Section } from './details-protocol.ts';
import { PageSection } from './page-section.tsx';

export interface FactSectionProps extends Copying {
  readonly section: Section;
}

export function FactSection({ section, ...copying }: FactSectionProps): VNode {
  const { heading, note, facts } = section;
  return (
    <PageSection heading={heading}>
      {note !== undefined && <p>{note}</p>}
      {facts.length > 0 && (
        <dl>
          {facts.map((each) => (
            <div class="fact" key={each.label}>
              <dt>{each.label}</dt>
              <dd>
                <FactValues {...each} />
                {each.copy && <CopyButton target={each.copy} {...copying} />}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </PageSection>
  );
}

function FactValues({ values, isCode }: Fact): VNode {
  const shown = values.map((value) =>
    isCode ? <Code {...{ value }} /> : <bdi class="value">{value}</bdi>,
  );
  if (shown.length === 1) return <>{shown}</>;
  return (
    <ul>
      {shown.map((value, index) => (
        <li key={index}>{value}</li>
      ))}
    </ul>
  );
}

export function TagTable({ tags }: Pick<DetailsView, 'tags'>): VNode {
  const t = useTranslate();
  return (
    <PageSection heading={t('Tags')}>
      {tags.length === 0 ? (
        <p>{t('The certificate has no tags.')}</p>
      ) : (
        <table>
          <caption>{t('Tags of the newest version')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('Name')}</th>
              <th scope="col">{t('Value')}</th>
            </tr>
          </thead>
          <tbody>
            {tags.map(({ name, value }) => (
              <tr key={name}>
                <th scope="row">
                  <bdi class="value">{name}</bdi>
                </th>
                <td>
                  <bdi class="value">{value}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </PageSection>
  );
}
