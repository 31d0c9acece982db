import type { ApiRequest, ApiResponse } from '../api.ts';
import type { Caller } from '../principals.ts';

/** One operation of an API: `PUT /subscriptions/{subscriptionId}/…` and what it does. */
export interface Operation {
  readonly method: string;
  /** `{name}` stands for one segment, `{+name}` for several. Literal text matches in any case. */
  readonly path: string;
  readonly run: (request: ArmRequest) => ApiResponse;
}

export interface ArmRequest {
  readonly caller: Caller;
  readonly request: ApiRequest;
  /** A decoded segment of the path, by its name in the operation's path. */
  readonly param: (name: string) => string;
  /** A query parameter; names are compared without case. */
  readonly query: (name: string) => string | undefined;
}

export interface Route {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

/** The first operation that fits, in the order given. */
export function findRoute(
  operations: readonly Operation[],
  method: string,
  path: string,
): Route | undefined {
  for (const operation of operations) {
    if (operation.method !== method) continue;
    const match = expression(operation.path).exec(path);
    if (match === null) continue;
    const params = Object.entries(match.groups ?? {}).map(([name, value]) => [
      name,
      decoded(value),
    ]);
    return { operation, params: Object.fromEntries(params) as Record<string, string> };
  }
  return undefined;
}

export function armRequest(request: ApiRequest, caller: Caller, route: Route): ArmRequest {
  return {
    caller,
    request,
    param: (name) => {
      const value = route.params[name];
      if (value === undefined) throw new Error(`${route.operation.path} has no {${name}}`);
      return value;
    },
    query: (name) => queryParameter(request.url, name),
  };
}

export function queryParameter(url: URL, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const [key, value] of url.searchParams) if (key.toLowerCase() === wanted) return value;
  return undefined;
}

function expression(path: string): RegExp {
  const source = path
    .replaceAll('.', '\\.')
    .replaceAll(/\{\+(\w+)\}/g, '(?<$1>.+?)')
    .replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${source}/?$`, 'i');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
