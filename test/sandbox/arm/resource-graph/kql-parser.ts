import { unsupported } from './kql-error.ts';
import { parseCondition, parseExpression } from './kql-expressions.ts';
import type { Expression, NamedExpression, Operator, OrderKey, Query } from './kql-syntax.ts';
import { TokenReader } from './token-reader.ts';

/** Operators of the language that the service has and the stand-in has not, or neither has. */
const FOREIGN_OPERATORS = new Set([
  'as',
  'count',
  'distinct',
  'evaluate',
  'facet',
  'join',
  'lookup',
  'mv-apply',
  'mv-expand',
  'parse',
  'project-away',
  'project-keep',
  'project-rename',
  'project-reorder',
  'render',
  'sample',
  'search',
  'summarize',
  'top',
  'union',
]);

/** @throws KqlError `ParserFailure`, or `InvalidQueryLanguage` that names what is not supported */
export function parseQuery(text: string): Query {
  const reader = new TokenReader(text);
  if (isOperator(reader)) return { table: 'resources', operators: parseOperators(reader) };
  const table = reader.expectKind('name').toLowerCase();
  if (table !== 'resources') throw unsupported(table);
  if (reader.current.kind === 'end') return { table, operators: [] };
  reader.expect('|');
  return { table, operators: parseOperators(reader) };
}

function parseOperators(reader: TokenReader): readonly Operator[] {
  const operators: Operator[] = [];
  do operators.push(parseOperator(reader));
  while (reader.accept('|'));
  if (reader.current.kind !== 'end') throw reader.failure();
  return operators;
}

function parseOperator(reader: TokenReader): Operator {
  const word = reader.current.text.toLowerCase();
  switch (word) {
    case 'where':
      reader.take();
      return { kind: 'where', condition: parseCondition(reader) };
    case 'project':
    case 'extend':
      reader.take();
      return { kind: word, columns: separated(reader, parseColumn) };
    case 'order':
    case 'sort':
      reader.take();
      reader.expect('by');
      return { kind: 'order', keys: separated(reader, parseOrderKey) };
    case 'take':
    case 'limit':
      reader.take();
      return { kind: 'take', count: Number(reader.expectKind('number')) };
    default:
      if (FOREIGN_OPERATORS.has(word)) throw unsupported(word);
      throw reader.failure();
  }
}

function parseColumn(reader: TokenReader, index: number): NamedExpression {
  if (reader.current.kind === 'name' && reader.next?.text === '=') {
    const name = reader.take().text;
    reader.take();
    return { name, expression: parseExpression(reader) };
  }
  const expression = parseExpression(reader);
  return { name: nameOf(expression) ?? `Column${index + 1}`, expression };
}

/** Descending unless the query says otherwise. */
function parseOrderKey(reader: TokenReader): OrderKey {
  const expression = parseExpression(reader);
  const ascending = reader.accept('asc');
  if (!ascending) reader.accept('desc');
  return { expression, descending: !ascending };
}

/** `properties.vaultUri` becomes `properties_vaultUri`, also inside one function. */
function nameOf(expression: Expression): string | undefined {
  if (expression.kind === 'path') return [expression.column, ...expression.members].join('_');
  if (expression.kind !== 'call' || expression.operands.length !== 1) return undefined;
  return expression.operands[0] === undefined ? undefined : nameOf(expression.operands[0]);
}

function separated<T>(
  reader: TokenReader,
  parse: (reader: TokenReader, index: number) => T,
): readonly T[] {
  const items: T[] = [];
  do items.push(parse(reader, items.length));
  while (reader.accept(','));
  return items;
}

function isOperator(reader: TokenReader): boolean {
  const word = reader.current.text.toLowerCase();
  return (
    ['where', 'project', 'extend', 'order', 'sort', 'take', 'limit'].includes(word) ||
    FOREIGN_OPERATORS.has(word)
  );
}
