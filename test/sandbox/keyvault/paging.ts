import type { ApiResponse } from '../api.ts';
import { invalidProperty } from './errors.ts';
import type { Exchange } from './exchange.ts';

const LARGEST_PAGE = 25;

/**
 * One page of a list. `nextLink` is always there, null at the end, and names the port (recorded).
 * Only the items of the page are made: a vault may hold tens of thousands.
 * @param position a growing number per item; undefined hides the item
 */
export function page<T>(
  { request }: Exchange,
  items: Iterable<T>,
  position: (item: T) => number | undefined,
  show: (item: T) => object,
): ApiResponse {
  const size = pageSize(request.url);
  const after = Number(request.url.searchParams.get('$skiptoken') ?? 0);
  const value: object[] = [];
  let last = 0;
  for (const item of items) {
    const at = position(item) ?? 0;
    if (at <= after) continue;
    if (value.length === size) {
      return { status: 200, body: { value, nextLink: nextLink(request.url, last) } };
    }
    value.push(show(item));
    last = at;
  }
  return { status: 200, body: { value, nextLink: null } };
}

function pageSize(url: URL): number {
  const asked = Number(url.searchParams.get('maxresults') ?? LARGEST_PAGE);
  if (!Number.isInteger(asked) || asked < 1 || asked > LARGEST_PAGE) {
    throw invalidProperty('maxresults');
  }
  return asked;
}

/** Written by hand: `URL` would drop the default port and escape the dollar sign. */
function nextLink(url: URL, last: number): string {
  const query = [...url.searchParams]
    .filter(([name]) => name !== '$skiptoken')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  query.splice(1, 0, `$skiptoken=${last}`);
  return `https://${url.hostname}:443${url.pathname}?${query.join('&')}`;
}

/** `includePending`: whether a list is to have what was never issued; undefined where it is not sent. */
export function pendingAsked(url: URL): boolean | undefined {
  const asked = url.searchParams.get('includePending');
  return asked === null ? undefined : asked.toLowerCase() === 'true';
}
