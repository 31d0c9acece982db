/** What *kvcert leftovers* shows: a document for scripts, tables for people. */
import { createHash } from 'node:crypto';
import type { LeftoverSurvey } from '../app/leftovers/find-leftovers.ts';
import type { RemovalOutcome } from '../app/leftovers/remove-leftovers.ts';
import type { CertError } from '../domain/errors.ts';
import type { LeftoverValue } from '../domain/leftover-records.ts';
import { describeAge, describeAlias, describeOrigin } from '../domain/messages/leftovers.ts';
import { plainLine } from '../domain/plain-text.ts';
import { english } from '../domain/translate.ts';
import { errorDocument } from './output.ts';
import { columns } from './table.ts';

/** What became of a value, or would have. */
export interface LeftoverEnd {
  readonly value: LeftoverValue;
  readonly outcome: RemovalOutcome['outcome'] | 'would be removed';
  readonly error?: CertError;
}

/** Longer ones are cut in tables: challenge values have 43 characters. */
const LONGEST_VALUE = 48;

/** Names a value on a command line: values of others may be any text. */
export function leftoverId({ zone, record, value }: LeftoverValue): string {
  const text = JSON.stringify([zone.id.toLowerCase(), record.toLowerCase(), value]);
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

export function leftoverDocument(
  { zones, values, dangling, failures }: LeftoverSurvey,
  outcomes: readonly LeftoverEnd[],
): object {
  const became = new Map(outcomes.map((outcome) => [outcome.value, outcome]));
  return {
    zones,
    values: values.map((value) => {
      const { zone, record, claim } = value;
      const end = became.get(value);
      return {
        id: leftoverId(value),
        zone: zone.name,
        zoneId: zone.id,
        record,
        value: value.value,
        whose: claim === undefined ? 'unknown' : 'ours',
        certificate: claim?.certificate ?? null,
        owner: claim?.owner ?? null,
        since: claim === undefined ? null : new Date(claim.since * 1000).toISOString(),
        outcome: end?.outcome ?? 'left',
        ...(end?.error && { error: errorDocument(end.error) }),
      };
    }),
    dangling: dangling.map(({ zone, record, target, reason }) => ({
      ...{ zone: zone.name, zoneId: zone.id, record, target, reason },
    })),
    failures: failures.map(({ zone, error }) => ({ zone, error: errorDocument(error) })),
  };
}

export function leftoverText(
  { zones, values, dangling, failures }: LeftoverSurvey,
  outcomes: readonly LeftoverEnd[],
  now: Date,
): string {
  const became = new Map(outcomes.map(({ value, outcome }) => [value, outcome]));
  const seconds = Math.floor(now.getTime() / 1000);
  const looked = zones - failures.length;
  const table =
    values.length === 0
      ? `No leftover challenge values in ${looked === 1 ? 'one zone' : `${String(looked)} zones`}.`
      : columns(
          ['ID', 'RECORD', 'VALUE', 'AGE', 'FOR', ...(outcomes.length > 0 ? ['OUTCOME'] : [])],
          values.map((value) => [
            leftoverId(value),
            `${value.record}.${value.zone.name}`,
            shortened(value.value),
            describeAge(value, seconds, english),
            describeOrigin(value, english),
            ...(outcomes.length > 0 ? [became.get(value) ?? 'left'] : []),
          ]),
        );
  const aliases = dangling.map((alias) => plainLine(describeAlias(alias, english)));
  return [table, ...(aliases.length > 0 ? ['', ...aliases] : [])].join('\n');
}

function shortened(value: string): string {
  return value.length <= LONGEST_VALUE ? value : `${value.slice(0, LONGEST_VALUE)}…`;
}
