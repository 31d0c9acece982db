import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { unresolved } from './kql-error.ts';
import type { Comparison, Condition, Expression, Operator, Query } from './kql-syntax.ts';

export type Row = JsonObject;

/** Rows that a query leaves over, in order. @throws KqlError for a column that does not exist */
export function evaluate(query: Query, rows: readonly Row[], columns: readonly string[]): Result {
  let result: Result = { rows, columns };
  for (const operator of query.operators) result = apply(operator, result);
  return result;
}

export interface Result {
  readonly rows: readonly Row[];
  readonly columns: readonly string[];
}

function apply(operator: Operator, { rows, columns }: Result): Result {
  const value = (expression: Expression) => {
    checkColumns(expression, columns);
    return (row: Row) => valueOf(expression, row);
  };
  switch (operator.kind) {
    case 'where':
      checkCondition(operator.condition, columns);
      return { rows: rows.filter((row) => holds(operator.condition, row)), columns };
    case 'extend':
    case 'project': {
      const named = operator.columns.map(
        ({ name, expression }) => [name, value(expression)] as const,
      );
      const kept = operator.kind === 'extend' ? columns : [];
      return {
        rows: rows.map((row) => ({
          ...(operator.kind === 'extend' ? row : {}),
          ...Object.fromEntries(named.map(([name, of]) => [name, of(row) ?? null])),
        })),
        columns: [...new Set([...kept, ...named.map(([name]) => name)])],
      };
    }
    case 'order': {
      const keys = operator.keys.map((key) => ({ ...key, of: value(key.expression) }));
      const sorted = rows.toSorted((a, b) => {
        for (const { of, descending } of keys) {
          const order = compare(of(a), of(b));
          if (order !== 0) return descending ? -order : order;
        }
        return 0;
      });
      return { rows: sorted, columns };
    }
    case 'take':
      return { rows: rows.slice(0, operator.count), columns };
  }
}

function holds(condition: Condition, row: Row): boolean {
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, row) && holds(condition.right, row);
    case 'or':
      return holds(condition.left, row) || holds(condition.right, row);
    case 'not':
      return !holds(condition.condition, row);
    case 'test':
      return valueOf(condition.expression, row) === true;
    case 'compare':
      return matches(condition.comparison, row);
  }
}

/** `==` knows case, `=~` and the operators that are words do not (Kusto, "String operators"). */
function matches({ left, operator, right }: Comparison, row: Row): boolean {
  const subject = valueOf(left, row);
  const operands = right.map((expression) => valueOf(expression, row));
  const text = lower(subject);
  const operand = lower(operands[0]);
  switch (operator) {
    case '==':
      return subject === operands[0];
    case '!=':
      return subject !== operands[0];
    case '=~':
      return text === operand;
    case '!~':
      return text !== operand;
    case '<':
      return compare(subject, operands[0]) < 0;
    case '<=':
      return compare(subject, operands[0]) <= 0;
    case '>':
      return compare(subject, operands[0]) > 0;
    case '>=':
      return compare(subject, operands[0]) >= 0;
    case 'in':
      return operands.includes(subject);
    case '!in':
      return !operands.includes(subject);
    case 'in~':
      return operands.map(lower).includes(text);
    case '!in~':
      return !operands.map(lower).includes(text);
    case 'contains':
      return text.includes(operand);
    case '!contains':
      return !text.includes(operand);
    case 'startswith':
      return text.startsWith(operand);
    case '!startswith':
      return !text.startsWith(operand);
    case 'endswith':
      return text.endsWith(operand);
    case '!endswith':
      return !text.endsWith(operand);
  }
}

function valueOf(expression: Expression, row: Row): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'path': {
      let value = row[expression.column];
      for (const member of expression.members) {
        if (Array.isArray(value)) value = (value as unknown[])[Number(member)];
        else value = isJsonObject(value) ? value[member] : undefined;
      }
      return value ?? null;
    }
    case 'call': {
      const values = expression.operands.map((operand) => valueOf(operand, row));
      const [first] = values;
      switch (expression.name) {
        case 'tostring':
          return text(first);
        case 'tolower':
          return lower(first);
        case 'toupper':
          return text(first).toUpperCase();
        case 'strcat':
          return values.map(text).join('');
        case 'array_length':
          return Array.isArray(first) ? first.length : null;
        case 'isnull':
          return first === null;
        case 'isnotnull':
          return first !== null;
        case 'isempty':
          return text(first) === '';
        case 'isnotempty':
          return text(first) !== '';
      }
    }
  }
}

function checkCondition(condition: Condition, columns: readonly string[]): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      checkCondition(condition.left, columns);
      checkCondition(condition.right, columns);
      break;
    case 'not':
      checkCondition(condition.condition, columns);
      break;
    case 'test':
      checkColumns(condition.expression, columns);
      break;
    case 'compare': {
      const { left, right } = condition.comparison;
      for (const expression of [left, ...right]) checkColumns(expression, columns);
    }
  }
}

function checkColumns(expression: Expression, columns: readonly string[]): void {
  if (expression.kind === 'path' && !columns.includes(expression.column)) {
    throw unresolved(expression.column);
  }
  if (expression.kind === 'call') {
    for (const operand of expression.operands) checkColumns(operand, columns);
  }
}

/** Kusto's `tostring`: nothing becomes the empty text, an object its JSON. */
function text(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function lower(value: unknown): string {
  return text(value).toLowerCase();
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [text(a), text(b)];
  return left < right ? -1 : Number(left > right);
}
