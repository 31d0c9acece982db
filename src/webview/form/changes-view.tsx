import type { VNode } from 'preact';
import { changesBetween, describeChange } from '../../domain/renewal-form.ts';
import type { Translate } from '../../domain/translate.ts';
import { Icon } from '../icons.tsx';
import { useTranslate } from '../translation.ts';
import { valuesOf } from './form-problems.ts';
import type { CurrentVersion, FormEntries, FormState } from './state-protocol.ts';

export interface ChangesViewProps {
  readonly state: FormState;
  readonly current: CurrentVersion;
  readonly entries: FormEntries;
}

export function ChangesView({ state, current, entries }: ChangesViewProps): VNode {
  const t = useTranslate();
  const before = valuesOf(current.entries, state);
  const changes = [
    newVersion(current.entries, entries, t),
    // A CA that is still to be named changes nothing yet.
    ...changesBetween(before, { ...valuesOf(entries, state), ca: entries.ca || before.ca }).map(
      (change) => describeChange(change, t),
    ),
  ];
  return (
    <section class="changes" aria-labelledby="changes-title">
      <h2 id="changes-title">{t('What will change')}</h2>
      {current.notAfter !== undefined && (
        <p class="quiet">
          {t('The present version is valid until {0}.', dateOf(current.notAfter))}
        </p>
      )}
      {current.managedBy !== undefined && (
        <p class="warning">
          <Icon name="problem" />{' '}
          {t(
            '{0} renews this certificate. It is taken over with the renewal: take it off the list of {0} then, or both will renew it.',
            current.managedBy,
          )}
        </p>
      )}
      <ul>
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    </section>
  );
}

function newVersion(before: FormEntries, entries: FormEntries, t: Translate): string {
  const isSameKey = entries.reuseKey && before.keyType === entries.keyType;
  return isSameKey
    ? t('A new version is made with the same key; the present one stays in the vault.')
    : t('A new version is made with a new key; the present one stays in the vault.');
}

function dateOf(iso: string): string {
  const format = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
    dateStyle: 'long',
    timeStyle: 'short',
  });
  return format.format(new Date(iso));
}
