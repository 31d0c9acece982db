/** Reads JSON strictly, member by member, and gathers what is wrong with it by its path. */
import type { JsonKind, PolicyProblem } from './policy-problem.ts';
import { isAnything, isListOf, isText, isTruth, isWhole, type Guard } from './shape.ts';

/** A value and where it stands, e.g. `x509_props.sans`; '' for the document itself. */
export interface Place {
  readonly value: unknown;
  readonly path: string;
}

type Found<Names extends Readonly<Record<string, string>>> = {
  readonly [Name in keyof Names]?: Place;
};

/** What is not there, or wrong, is undefined; what is wrong is among the problems. */
export interface JsonReader {
  /** The members by the first of their two names; `null` is not there. */
  members<const Names extends Readonly<Record<string, string>>>(
    place: Place | undefined,
    names: Names,
  ): Found<Names>;
  list(place: Place | undefined): readonly Place[] | undefined;
  text(place: Place | undefined): string | undefined;
  truth(place: Place | undefined): boolean | undefined;
  whole(place: Place | undefined): number | undefined;
  texts(place: Place | undefined): readonly string[] | undefined;
}

export function readJsonMembers(problems: PolicyProblem[]): JsonReader {
  const wrongType = ({ path }: Place, expected: JsonKind): void => {
    problems.push({ field: path, fault: { kind: 'wrong-type', expected } });
  };

  function guarded<T>(
    place: Place | undefined,
    guard: Guard<T>,
    expected: JsonKind,
  ): T | undefined {
    if (place === undefined || guard(place.value)) return place?.value as T | undefined;
    wrongType(place, expected);
    return undefined;
  }

  return {
    members(place, names) {
      const { value, path } = place ?? { value: {}, path: '' };
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        wrongType({ value, path }, 'object');
        return {};
      }
      const found: Record<string, Place> = {};
      const spelled = new Map(
        Object.entries(names).flatMap(([name, other]) => [
          [name, name],
          [other, name],
        ]),
      );
      for (const [member, inner] of Object.entries(value) as [string, unknown][]) {
        if (inner === null) continue;
        const field = path === '' ? member : `${path}.${member}`;
        const name = spelled.get(member);
        const before = name === undefined ? undefined : found[name];
        if (name === undefined) {
          const known = Object.keys(names);
          problems.push({ field, fault: { kind: 'unknown-member', known } });
        } else if (before) {
          problems.push({ field, fault: { kind: 'twice', other: before.path } });
        } else {
          found[name] = { value: inner, path: field };
        }
      }
      return found;
    },
    list(place) {
      const items = guarded(place, isListOf(isAnything), 'list');
      return items?.map((value, index) => ({
        value,
        path: `${place?.path ?? ''}[${String(index)}]`,
      }));
    },
    text: (place) => guarded(place, isText, 'text'),
    truth: (place) => guarded(place, isTruth, 'truth'),
    whole: (place) => guarded(place, isWhole, 'whole-number'),
    texts: (place) => guarded(place, isListOf(isText), 'list-of-texts'),
  };
}
