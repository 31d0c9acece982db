/** How the page about a certificate says what comes from outside, dates, and lists of facts. */
import { plainText } from '../../domain/plain-text.ts';
import type { CopyTarget, Fact } from '../../webview/details/details-protocol.ts';

/** One value: line feeds and tabs are made visible, too, as no value of ours has any. */
export function visible(text: string): string {
  return plainText(text).replace(/[\n\t]/g, (character) =>
    character === '\n' ? '\\u{a}' : '\\u{9}',
  );
}

/** `2026-11-22 15:04 UTC`; nothing for a date that does not exist. */
export function moment(date: Date | undefined): string | undefined {
  if (date === undefined || Number.isNaN(date.getTime())) return undefined;
  return `${date.toISOString().replace(/T(\d\d:\d\d).*$/, ' $1')} UTC`;
}

/** `2026-11-22`, in UTC. */
export function day(date: Date | undefined): string | undefined {
  return moment(date)?.replace(/ .*$/, '');
}

/** `3f:0a:…` as tools and browsers show serial numbers and fingerprints. */
export function inPairs(hex: string): string {
  return hex.replace(/..(?=.)/g, '$&:').toUpperCase();
}

/** Takes down what the copy buttons of a page copy, as it was, not as it is shown. */
export class CopyBook {
  readonly #texts = new Map<string, string>();

  get texts(): ReadonlyMap<string, string> {
    return this.#texts;
  }

  /** @param label - of the button, e.g. `Copy serial number` */
  add(id: string, label: string, text: string): CopyTarget {
    this.#texts.set(id, text);
    return { id, label };
  }
}

export interface FactOptions {
  readonly isCode?: boolean;
  readonly copy?: CopyTarget;
}

/** Nothing where there is nothing to say. */
export function fact(
  label: string,
  value: string | readonly string[] | undefined,
  { isCode = false, copy }: FactOptions = {},
): readonly Fact[] {
  const values = (typeof value === 'string' ? [value] : (value ?? [])).filter(
    (text) => text !== '',
  );
  if (values.length === 0) return [];
  return [{ label, values: values.map(visible), isCode, ...(copy && { copy }) }];
}
