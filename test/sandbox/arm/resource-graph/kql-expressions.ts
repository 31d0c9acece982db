import { unsupported } from './kql-error.ts';
import { COMPARATORS, FUNCTIONS } from './kql-syntax.ts';
import type { Comparator, Condition, Expression, FunctionName, Member } from './kql-syntax.ts';
import type { TokenReader } from './token-reader.ts';

/** `or` binds weaker than `and`. */
export function parseCondition(reader: TokenReader): Condition {
  let left = parseConjunction(reader);
  while (reader.accept('or')) left = { kind: 'or', left, right: parseConjunction(reader) };
  return left;
}

function parseConjunction(reader: TokenReader): Condition {
  let left = parsePredicate(reader);
  while (reader.accept('and')) left = { kind: 'and', left, right: parsePredicate(reader) };
  return left;
}

function parsePredicate(reader: TokenReader): Condition {
  if (reader.is('not') && reader.next?.text === '(') {
    reader.take();
    return { kind: 'not', condition: parseParenthesised(reader) };
  }
  if (reader.is('(')) return parseParenthesised(reader);
  const left = parseExpression(reader);
  const operator = COMPARATORS.find((each) => reader.is(each));
  if (operator !== undefined) {
    reader.take();
    return {
      kind: 'compare',
      comparison: { left, operator, right: parseOperands(reader, operator) },
    };
  }
  if (reader.current.kind === 'name' && !reader.is('and') && !reader.is('or')) {
    throw unsupported(reader.current.text);
  }
  if (left.kind !== 'call') throw reader.failure();
  return { kind: 'test', expression: left };
}

function parseParenthesised(reader: TokenReader): Condition {
  reader.expect('(');
  const condition = parseCondition(reader);
  reader.expect(')');
  return condition;
}

/** `in` and its kin take a list, the others one operand. */
function parseOperands(reader: TokenReader, operator: Comparator): readonly Expression[] {
  const takesList = ['in', 'in~', '!in', '!in~'].includes(operator);
  return takesList ? parseList(reader) : [parseExpression(reader)];
}

export function parseExpression(reader: TokenReader): Expression {
  const { kind, text } = reader.current;
  if (kind === 'string') return { kind: 'literal', value: reader.take().text };
  if (kind === 'number') return { kind: 'literal', value: Number(reader.take().text) };
  if (reader.is('true') || reader.is('false')) {
    return { kind: 'literal', value: reader.take().text.toLowerCase() === 'true' };
  }
  const column = reader.expectKind('name');
  if (!reader.is('(')) return { kind: 'path', column, members: parseMembers(reader) };
  const name = FUNCTIONS.find((each): each is FunctionName => each === text.toLowerCase());
  if (name === undefined) throw unsupported(text);
  return { kind: 'call', name, operands: parseList(reader) };
}

function parseMembers(reader: TokenReader): readonly Member[] {
  const members: Member[] = [];
  for (;;) {
    if (reader.accept('.')) members.push(reader.expectKind('name'));
    else if (reader.accept('[')) {
      const { kind } = reader.current;
      members.push(kind === 'number' ? Number(reader.take().text) : reader.expectKind('string'));
      reader.expect(']');
    } else return members;
  }
}

function parseList(reader: TokenReader): readonly Expression[] {
  reader.expect('(');
  const items: Expression[] = [];
  if (reader.accept(')')) return items;
  do items.push(parseExpression(reader));
  while (reader.accept(','));
  reader.expect(')');
  return items;
}
