import type { ArmRequest } from './operation.ts';

/** Items on a page of a DNS list when `$top` does not say otherwise. */
const PAGE_SIZE = 100;

/** One page of a DNS list; `nextLink` only where more follows. */
export function page<T>(
  arm: ArmRequest,
  items: readonly T[],
): { value: readonly T[]; nextLink?: string } {
  const start = Number(decode(arm.query('$skiptoken')));
  const top = Math.trunc(Number(arm.query('$top')));
  const end = start + (top > 0 ? Math.min(top, PAGE_SIZE) : PAGE_SIZE);
  const value = items.slice(start, end);
  if (end >= items.length) return { value };
  const kept = [...arm.request.url.searchParams]
    .filter(([name]) => name.toLowerCase() !== '$skiptoken')
    .map(([name, text]) => `${name}=${encodeURIComponent(text)}`);
  const query = [...kept, `$skiptoken=${encode(end)}`].join('&');
  return { value, nextLink: `${arm.request.url.origin}${arm.request.url.pathname}?${query}` };
}

function encode(start: number): string {
  return Buffer.from(String(start)).toString('base64url');
}

function decode(token: string | undefined): string {
  return token === undefined ? '0' : Buffer.from(token, 'base64url').toString('utf8');
}
