/**
 * Where the versions of a certificate lie in time: the geometry of the chart, in percent of its
 * width, so that it can be drawn at any size without being measured.
 */

export interface TimelineVersion {
  readonly version: string;
  readonly enabled: boolean;
  readonly notBefore: Date | undefined;
  readonly notAfter: Date | undefined;
}

/** What a version is at a moment, whether it is the current one or not. */
export type VersionState = 'valid' | 'expired' | 'disabled' | 'not-yet' | 'unknown';

/** A stretch of time; `start` and `start + width` are from 0 to 100. */
export interface Stretch {
  readonly start: number;
  readonly width: number;
}

export interface TimelineBar extends Stretch {
  readonly version: string;
  readonly state: VersionState;
}

export interface TimelineTick {
  readonly at: number;
  /** `2026`, `2026-11` or `2026-11-22`, in UTC: as fine as the distance of the ticks. */
  readonly label: string;
}

export interface ValidityTimeline {
  /** In the order of the versions. */
  readonly bars: readonly TimelineBar[];
  readonly today: number;
  /** From when the current version is due for renewal until its end. */
  readonly renewal: Stretch | undefined;
  readonly ticks: readonly TimelineTick[];
  /** How many versions have no bar: older than the ones shown, or without usable dates. */
  readonly hidden: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;
const YEAR = 365 * DAY;

/** More would make the bar of a certificate that is renewed every month a speck. */
const MOST_BARS = 8;
/** A bar that lasts next to nothing must still be seen. */
const LEAST_WIDTH = 0.8;
/** Room before the first and after the last moment, as a share of the time between them. */
const MARGIN = 0.03;
/** A label is centred at its tick; nearer to the edge it would be cut at 320 pixels. */
const EDGE = 11;
/** At 320 pixels, five labels of ten characters would touch each other. */
const MOST_STEPS = 4;

/** Expired wins: who looks for what can still be used is not helped by what it was before. */
export function versionState(version: TimelineVersion, now: Date): VersionState {
  const { notBefore, notAfter, enabled } = version;
  if (!isMoment(notAfter)) return enabled ? 'unknown' : 'disabled';
  if (notAfter <= now) return 'expired';
  if (!enabled) return 'disabled';
  return isMoment(notBefore) && notBefore > now ? 'not-yet' : 'valid';
}

/**
 * @param versions - newest first; the first is the current one
 * @param renewFrom - when the current version becomes due for renewal
 * @returns undefined where no version has dates that can be drawn
 */
export function validityTimeline(
  versions: readonly TimelineVersion[],
  { now, renewFrom }: { readonly now: Date; readonly renewFrom: Date | undefined },
): ValidityTimeline | undefined {
  const drawn = versions.filter(hasDates).slice(0, MOST_BARS);
  if (drawn.length === 0) return undefined;
  const scale = scaleOver(drawn.flatMap((each) => [each.notBefore, each.notAfter]).concat(now));
  const stretch = (from: Date, to: Date): Stretch => {
    const width = Math.max(scale.at(to) - scale.at(from), LEAST_WIDTH);
    return { start: rounded(Math.min(scale.at(from), 100 - width)), width: rounded(width) };
  };
  const bars = drawn.map((each) => ({
    version: each.version,
    state: versionState(each, now),
    ...stretch(each.notBefore, each.notAfter),
  }));
  const [newest] = drawn;
  const [bar] = bars;
  const isRenewed = newest !== undefined && newest === versions[0] && isMoment(renewFrom);
  return {
    bars,
    today: rounded(scale.at(now)),
    renewal:
      bar && isRenewed && renewFrom < newest.notAfter
        ? lastOf(bar, scale.at(renewFrom))
        : undefined,
    ticks: ticksOf(scale),
    hidden: versions.length - drawn.length,
  };
}

/** The part of a stretch from a point on, or all of it if that lies before. */
function lastOf({ start, width }: Stretch, from: number): Stretch {
  const end = start + width;
  const begin = Math.min(Math.max(from, start), end - LEAST_WIDTH);
  return { start: rounded(begin), width: rounded(end - begin) };
}

interface Scale {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** From 0 to 100. */
  at(moment: Date): number;
}

function scaleOver(moments: readonly Date[]): Scale {
  const times = moments.map((moment) => moment.getTime());
  const first = Math.min(...times);
  const last = Math.max(...times);
  const margin = Math.max((last - first) * MARGIN, HOUR);
  const [from, to] = [first - margin, last + margin];
  return { from, to, at: (moment) => ((moment.getTime() - from) / (to - from)) * 100 };
}

/** What ticks stand for: so many days, months or years. */
interface Step {
  readonly unit: 'day' | 'month' | 'year';
  readonly count: number;
}

const STEPS: readonly Step[] = [
  ...[1, 2, 5, 10].map((count) => ({ unit: 'day', count }) as const),
  ...[1, 2, 3, 6].map((count) => ({ unit: 'month', count }) as const),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((count) => ({ unit: 'year', count }) as const),
];

const LONGEST_STEP: Step = { unit: 'year', count: 2000 };
const LENGTH_OF = { day: DAY, month: MONTH, year: YEAR } as const;

function ticksOf(scale: Scale): readonly TimelineTick[] {
  const span = scale.to - scale.from;
  const step =
    STEPS.find(({ unit, count }) => span / (count * LENGTH_OF[unit]) <= MOST_STEPS) ?? LONGEST_STEP;
  return beginnings(step, scale)
    .map((moment) => ({ at: rounded(scale.at(moment)), label: labelOf(moment, step) }))
    .filter(({ at }) => at >= EDGE && at <= 100 - EDGE);
}

/** Every multiple of `step` in the calendar within the scale. */
function beginnings({ unit, count }: Step, { from, to }: Scale): readonly Date[] {
  const first = new Date(from);
  const position = { day: from / DAY, month: monthOf(first), year: first.getUTCFullYear() }[unit];
  const start = Math.floor(position / count) * count;
  return Array.from({ length: MOST_STEPS + 3 }, (_, index) =>
    beginningOf(unit, start + index * count),
  ).filter((moment) => isMoment(moment) && moment.getTime() >= from && moment.getTime() <= to);
}

function beginningOf(unit: Step['unit'], position: number): Date {
  if (unit === 'day') return new Date(position * DAY);
  const beginning = new Date(0);
  // (Date.UTC takes the years 0 to 99 for those of the twentieth century.)
  beginning.setUTCFullYear(unit === 'year' ? position : 0, unit === 'month' ? position : 0, 1);
  return beginning;
}

/** Months since the year 0. */
function monthOf(moment: Date): number {
  return moment.getUTCFullYear() * 12 + moment.getUTCMonth();
}

function labelOf(moment: Date, { unit }: Step): string {
  return moment.toISOString().slice(0, { year: 4, month: 7, day: 10 }[unit]);
}

function hasDates<V extends TimelineVersion>(
  version: V,
): version is V & { readonly notBefore: Date; readonly notAfter: Date } {
  const { notBefore, notAfter } = version;
  return isMoment(notBefore) && isMoment(notAfter) && notBefore <= notAfter;
}

/** A date that exists, in the years that X.509 can say (RFC 5280 §4.1.2.5: 0000 to 9999). */
function isMoment(date: Date | undefined): date is Date {
  const year = date?.getUTCFullYear() ?? Number.NaN;
  return year >= 0 && year <= 9999;
}

/** Two decimals: a fiftieth of a pixel on a wide screen. */
function rounded(percent: number): number {
  return Math.round(percent * 100) / 100;
}
