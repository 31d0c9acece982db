import { isJsonObject } from '../../arm/json.ts';

/** A check for each member. */
export type Shape<T> = { readonly [Name in keyof T]-?: (value: unknown) => boolean };

/** Thrown with a sentence for whoever has posted something. */
export class ShapeError extends Error {}

/**
 * Unknown members are refused: a misspelt one would be without effect.
 *
 * @throws {ShapeError}
 */
export function requireShape<T extends object>(
  input: unknown,
  what: string,
  shape: Shape<T>,
): asserts input is T {
  if (!isJsonObject(input)) throw new ShapeError(`${what}: a JSON object.`);
  const checks = new Map<string, (value: unknown) => boolean>(Object.entries(shape));
  for (const [name, value] of Object.entries(input)) {
    const fits = checks.get(name);
    if (fits === undefined) {
      const known = [...checks.keys()].join(', ');
      throw new ShapeError(`${what}: there is no member \`${name}\`; known: ${known}.`);
    }
    if (!fits(value))
      throw new ShapeError(`${what}: \`${name}\` cannot be ${JSON.stringify(value)}.`);
  }
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

export function isTrueOrFalse(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

/** A whole number from 0. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
