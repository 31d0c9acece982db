/** The part of the Kusto query language that the stand-in understands. */
export interface Query {
  /** Lower case; `resources` where the query names no table. */
  readonly table: string;
  readonly operators: readonly Operator[];
}

export type Operator =
  | { readonly kind: 'where'; readonly condition: Condition }
  | { readonly kind: 'project' | 'extend'; readonly columns: readonly NamedExpression[] }
  | { readonly kind: 'order'; readonly keys: readonly OrderKey[] }
  | { readonly kind: 'take'; readonly count: number };

export interface NamedExpression {
  readonly name: string;
  readonly expression: Expression;
}

export interface OrderKey {
  readonly expression: Expression;
  readonly descending: boolean;
}

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'compare'; readonly comparison: Comparison }
  | { readonly kind: 'test'; readonly expression: Expression };

export interface Comparison {
  readonly left: Expression;
  readonly operator: Comparator;
  /** One operand, or the list of `in`. */
  readonly right: readonly Expression[];
}

export const COMPARATORS = [
  '==',
  '!=',
  '=~',
  '!~',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'in~',
  '!in',
  '!in~',
  'contains',
  '!contains',
  'startswith',
  '!startswith',
  'endswith',
  '!endswith',
] as const;

export type Comparator = (typeof COMPARATORS)[number];

export const FUNCTIONS = [
  'array_length',
  'isempty',
  'isnotempty',
  'isnotnull',
  'isnull',
  'strcat',
  'tolower',
  'tostring',
  'toupper',
] as const;

export type FunctionName = (typeof FUNCTIONS)[number];

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  /** `properties.vaultUri` or `tags['owner']`: the column, then members or indexes. */
  | { readonly kind: 'path'; readonly column: string; readonly members: readonly Member[] }
  | {
      readonly kind: 'call';
      readonly name: FunctionName;
      readonly operands: readonly Expression[];
    };

export type Member = string | number;
