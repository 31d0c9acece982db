/** The versions of a certificate: rows of a table, and the chart of their validity. */
import type { CertificateVersion } from '../../domain/key-vault.ts';
import type { Translate } from '../../domain/translate.ts';
import {
  validityTimeline,
  versionState,
  type VersionState,
} from '../../domain/validity-timeline.ts';
import type {
  ChartBar,
  ValidityChart,
  VersionRow,
} from '../../webview/details/details-protocol.ts';
import { day, moment, visible, type CopyBook } from './details-words.ts';

export interface VersionsOptions {
  readonly now: Date;
  /** When the current version becomes due for renewal. */
  readonly renewFrom: Date | undefined;
  readonly t: Translate;
}

/** @param versions - newest first; the first is the current one */
export function versionRows(
  versions: readonly CertificateVersion[],
  copies: CopyBook,
  { now, t }: VersionsOptions,
): readonly VersionRow[] {
  return versions.map((version, index) => {
    const { thumbprint } = version;
    const state = versionState(version, now);
    return {
      version: visible(version.version),
      created: moment(version.createdOn) ?? '',
      from: moment(version.notBefore) ?? '',
      to: moment(version.notAfter) ?? '',
      thumbprint: visible(thumbprint ?? ''),
      state,
      stateText: stateText(state, t),
      isCurrent: index === 0,
      ...(thumbprint && {
        copy: copies.add(
          `thumbprint:${version.version}`,
          t('Copy thumbprint of version {0}', visible(version.version)),
          thumbprint,
        ),
      }),
    };
  });
}

/** undefined where no version has dates. */
export function validityChart(
  versions: readonly CertificateVersion[],
  { now, renewFrom, t }: VersionsOptions,
): ValidityChart | undefined {
  const timeline = validityTimeline(versions, { now, renewFrom });
  if (!timeline) return undefined;
  const { bars, today, renewal, ticks, hidden } = timeline;
  return {
    bars: bars.map(({ version, state, start, width }): ChartBar => {
      const of = versions.find((each) => each.version === version);
      const isCurrent = of === versions[0];
      const caption = captionOf(day(of?.notBefore), day(of?.notAfter), stateText(state, t), t);
      return {
        version: visible(version),
        state,
        isCurrent,
        start,
        width,
        caption: isCurrent ? t('Current: {0}', caption) : caption,
        description: isCurrent
          ? t('Current version {0}: {1}', visible(version), caption)
          : t('Version {0}: {1}', visible(version), caption),
      };
    }),
    today: { at: today, label: t('Today') },
    ticks,
    ...(renewal && { renewal: { ...renewal, label: t('Due for renewal') } }),
    ...(hidden > 0 && { note: hiddenNote(hidden, t) }),
  };
}

function captionOf(
  from: string | undefined,
  to: string | undefined,
  state: string,
  t: Translate,
): string {
  return t('{0} to {1}, {2}', from ?? '', to ?? '', state);
}

function hiddenNote(hidden: number, t: Translate): string {
  return hidden === 1
    ? t('One more version stands in the table only.')
    : t('{0} more versions stand in the table only.', hidden);
}

function stateText(state: VersionState, t: Translate): string {
  switch (state) {
    case 'valid':
      return t('valid');
    case 'expired':
      return t('expired');
    case 'disabled':
      return t('disabled');
    case 'not-yet':
      return t('not valid yet');
    case 'unknown':
      return t('validity unknown');
  }
}
