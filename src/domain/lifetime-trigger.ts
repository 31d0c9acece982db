/** When a lifetime action happens, as a person writes it: `80%` of the life, or `30d` before its end. */
import type { LifetimeAction } from './certificate-policy.ts';

export type LifetimeTrigger = Omit<LifetimeAction, 'action'>;

/** undefined: it is neither. Whether the number is possible is no question of this. */
export function parseTrigger(text: string): LifetimeTrigger | undefined {
  const [, number, unit] = /^(\d{1,5}) ?(%|d)$/.exec(text.trim()) ?? [];
  if (unit === '%') return { lifetimePercentage: Number(number), daysBeforeExpiry: undefined };
  if (unit === 'd') return { lifetimePercentage: undefined, daysBeforeExpiry: Number(number) };
  return undefined;
}

/** What `parseTrigger` reads; empty where neither is set. */
export function formatTrigger(trigger: LifetimeTrigger): string {
  const { lifetimePercentage: percentage, daysBeforeExpiry: days } = trigger;
  if (percentage !== undefined) return `${String(percentage)}%`;
  return days === undefined ? '' : `${String(days)}d`;
}
