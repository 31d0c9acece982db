import type { Description, Operation } from './description.ts';

export interface FoundOperation {
  readonly template: string;
  readonly operation: Operation;
  /** Values of the path's parameters, decoded. */
  readonly values: ReadonlyMap<string, string>;
}

/**
 * The operation of a request. Fixed parts are compared without case, as ARM does. The last parameter
 * may be empty: Key Vault's latest version is `/certificates/{name}/`, with or without the slash.
 * Of several templates the one with the most fixed parts counts.
 */
export function findOperation(
  description: Description,
  method: string,
  pathname: string,
): FoundOperation | undefined {
  const segments = pathname.split('/').slice(1).map(decodeURIComponent);
  const found = Object.entries(description.paths).flatMap(([template, item]) => {
    const operation = item[method.toLowerCase()];
    const values = operation === undefined ? undefined : matchPath(template, segments);
    return operation === undefined || values === undefined
      ? []
      : [{ template, operation, values, emptyOnes: countEmpty(values) }];
  });
  return found.sort((a, b) => a.emptyOnes - b.emptyOnes || fixedParts(b) - fixedParts(a))[0];
}

function fixedParts({ template }: FoundOperation): number {
  return template.split('/').filter((part) => !part.startsWith('{')).length;
}

function countEmpty(values: ReadonlyMap<string, string>): number {
  return [...values.values()].filter((value) => value === '').length;
}

/** A scope at the start of a template stands for as many segments as there are too many. */
function withScope(parts: readonly string[], segments: readonly string[]): readonly string[] {
  const surplus = segments.length - parts.length;
  if (parts[0] !== '{scope}' || surplus <= 0) return segments;
  return [segments.slice(0, surplus + 1).join('/'), ...segments.slice(surplus + 1)];
}

function matchPath(
  template: string,
  segments: readonly string[],
): ReadonlyMap<string, string> | undefined {
  const parts = template.split('/').slice(1);
  const given = withScope(parts, segments.at(-1) === '' ? segments.slice(0, -1) : segments);
  const isLatest = given.length === parts.length - 1 && parts.length > 2;
  if (given.length !== parts.length && !isLatest) return undefined;
  const values = new Map<string, string>();
  for (const [index, part] of parts.entries()) {
    const segment = given[index] ?? '';
    const parameter = /^\{(.+)\}$/.exec(part)?.[1];
    if (parameter !== undefined) values.set(parameter, segment);
    else if (part.toLowerCase() !== segment.toLowerCase()) return undefined;
  }
  return values;
}
