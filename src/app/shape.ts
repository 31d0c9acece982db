/** Shapes of JSON values that were read from files: as deep as somebody relies on them. */
export type Shape = (value: unknown) => boolean;

/** One for each member of T: a member that is added does not compile without. */
export type Members<T> = { readonly [K in keyof T]-?: Shape };

export const text: Shape = (value) => typeof value === 'string';

export const truth: Shape = (value) => typeof value === 'boolean';

export const whole: Shape = (value) => Number.isSafeInteger(value);

export function oneOf(...values: readonly unknown[]): Shape {
  return (value) => values.includes(value);
}

export function optional(shape: Shape): Shape {
  return (value) => value === undefined || value === null || shape(value);
}

export function listOf(shape: Shape): Shape {
  return (value) => Array.isArray(value) && value.every(shape);
}

/** Keys of any name. */
export function recordOf(shape: Shape): Shape {
  return (value) => isObject(value) && Object.values(value).every(shape);
}

/** Other members may be there, too. */
export function object(members: Readonly<Record<string, Shape>>): Shape {
  const shapes = Object.entries(members);
  return (value) => isObject(value) && shapes.every(([name, shape]) => shape(value[name]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
