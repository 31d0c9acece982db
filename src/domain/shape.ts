/**
 * What came over a message channel or out of a file is unknown until a guard has looked at it, as
 * deep as somebody relies on it. A guard is made from guards; it never throws, whatever it is given.
 */
export type Guard<T> = (value: unknown) => value is T;

/** A guard for each member: one that is added to T does not compile without. */
export type MemberGuards<T> = { readonly [K in keyof T]-?: Guard<T[K]> };

export const isText: Guard<string> = (value) => typeof value === 'string';

export const isTruth: Guard<boolean> = (value) => typeof value === 'boolean';

/** A whole number that a double holds exactly. */
export const isWhole: Guard<number> = (value): value is number => Number.isSafeInteger(value);

/** An ISO 8601 string with a time that exists: a `Date` does not survive JSON. */
export const isIsoTime: Guard<string> = (value): value is string =>
  isText(value) && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value));

export function isOneOf<const T extends readonly (string | number | boolean)[]>(
  ...allowed: T
): Guard<T[number]> {
  return (value): value is T[number] => allowed.some((one) => one === value);
}

/** JSON has no `undefined`: members that were it are missing on the other side. */
export function optional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

/** Of what nobody relies on, or another guard judges. */
export const isAnything = optional<unknown>((value): value is unknown => value !== undefined);

export function isListOf<T>(guard: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(guard);
}

/** Keys of any name. */
export function isRecordOf<T>(guard: Guard<T>): Guard<Readonly<Record<string, T>>> {
  return (value): value is Readonly<Record<string, T>> =>
    isObject(value) && Object.values(value).every(guard);
}

/** Other members may be there, too. */
export function isRecord<T extends object>(members: MemberGuards<T>): Guard<T> {
  const guards = Object.entries<(value: unknown) => boolean>(members);
  return (value): value is T =>
    isObject(value) && guards.every(([name, guard]) => guard(ownMember(value, name)));
}

export function isEither<A, B>(first: Guard<A>, second: Guard<B>): Guard<A | B> {
  return (value): value is A | B => first(value) || second(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ownMember(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
