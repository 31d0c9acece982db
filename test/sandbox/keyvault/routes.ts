import type { ApiRequest } from '../api.ts';
import { badParameter } from './errors.ts';
import { ROUTES, type Route } from './route-table.ts';

export interface RouteMatch {
  readonly route: Route;
  readonly name: string;
  readonly version: string;
}

const NAME = /^[0-9a-zA-Z-]{1,127}$/;
const VERSION = /^[0-9a-f]{32}$/i;

/**
 * Finds the operation; a slash at the end means the latest version.
 * @throws ApiError 400 for a path or method that the service does not have, or a bad name
 */
export function matchRoute(request: ApiRequest): RouteMatch {
  const segments = pathSegments(request.url);
  for (const route of ROUTES) {
    if (route.method !== request.method) continue;
    const match = matchTemplate(route, segments);
    if (match === undefined) continue;
    if (route.template.includes('{name}') && !NAME.test(match.name)) {
      throw badParameter(`The request URI contains an invalid name: ${match.name}`);
    }
    return match;
  }
  const operation = segments.slice(2).join('/');
  throw badParameter(`Method ${request.method} does not allow operation '${operation}'`);
}

function pathSegments(url: URL): string[] {
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  try {
    return segments.map(decodeURIComponent);
  } catch {
    throw badParameter(`The request URI contains an invalid name: ${segments[1] ?? ''}`);
  }
}

function matchTemplate(route: Route, segments: readonly string[]): RouteMatch | undefined {
  const template = route.template.split('/').slice(1);
  if (template.length !== segments.length) return undefined;
  const found = { route, name: '', version: '' };
  for (const [index, expected] of template.entries()) {
    const segment = segments[index] ?? '';
    if (expected === '{name}') found.name = segment;
    else if (expected === '{version}' && VERSION.test(segment)) found.version = segment;
    else if (expected !== segment.toLowerCase()) return undefined;
  }
  return found;
}
