import { plainLine } from '../domain/plain-text.ts';

/**
 * A sentence as a notification may show it. The editor makes links of `[text](target)`, also with
 * `command:` as their target; names, tags and messages of others could hold one.
 */
export function notificationText(sentence: string): string {
  return plainLine(sentence).replaceAll('](', '] (');
}
