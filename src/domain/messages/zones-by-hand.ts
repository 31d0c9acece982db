/** What is said of zones that are given by hand, by their resource ids. */
import type { Translate } from '../translate.ts';
import { listOf, type Entry } from './explanation.ts';

/** The way for who may write a record set, and may not list its zone. */
export function givenByHand(t: Translate): Entry['remedies'] {
  return [
    {
      text: t(
        'If the account may not list the zone, give its resource id with --zone or KVCERT_DNS_ZONES.',
      ),
      only: 'command-line',
    },
    {
      text: t('If the account may not list the zone, give its resource id in the settings.'),
      action: { kind: 'open-setting', setting: 'kvcert.dns.zones' },
      only: 'editor',
    },
  ];
}

/** At most one sentence. */
export function nothingAt(absent: readonly string[] | undefined, t: Translate): readonly string[] {
  if (absent === undefined) return [];
  return [
    t('Of what was given by hand, Azure says that it does not exist: {0}.', listOf(absent, t)),
  ];
}

/** Of a zone that was given by hand and may not be read. */
export function neverDelegated(name: string, zone: string, t: Translate): Entry {
  return {
    message: t(
      'The zone {0}, which was given by hand and would hold {1}, is not the one that the public DNS uses: nobody is delegated for it.',
      zone,
      name,
    ),
    remedies: [
      { text: t('Give the id of the zone that is delegated, or have {0} delegated.', zone) },
    ],
  };
}
