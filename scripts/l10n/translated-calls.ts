/** The sentences that are said through a translator: found by the type of what is called. */
import ts from 'typescript';
import { placeOf, type ProductSource } from './product-sources.ts';

export interface Said {
  readonly messages: readonly string[];
  /** What a translator could not work with, one line each with its place. */
  readonly faults: readonly string[];
}

/** The one file that may hand a message on: what others have called with it was found there. */
const TRANSLATE = 'src/domain/translate.ts';

export function saidIn(source: ProductSource): Said {
  const messages: string[] = [];
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTranslate(node.expression, source.checker)) {
      const message = messageOf(node);
      if (message !== undefined) messages.push(message);
      const fault = message === undefined ? NO_LITERAL : faultOf(message, node);
      if (fault !== undefined) faults.push(`${placeOf(source, node)}: ${fault}`);
    }
    ts.forEachChild(node, visit);
  };
  if (source.path !== TRANSLATE) visit(source.file);
  return { messages, faults };
}

const NO_LITERAL = 'the message is no literal string, so no translator can find it.';

/** True for what is declared as our `Translate`, and for `vscode.l10n.t` under whatever name. */
export function isTranslate(callee: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(callee));
  if (type.aliasSymbol?.name === 'Translate') return true;
  // The compiler's types deny that anonymous types have none.
  const symbol = type.getSymbol();
  return symbol !== undefined && checker.getFullyQualifiedName(symbol) === '"vscode".l10n.t';
}

function messageOf({ arguments: [first] }: ts.CallExpression): string | undefined {
  return first && ts.isStringLiteralLike(first) ? first.text : undefined;
}

function faultOf(message: string, { arguments: given }: ts.CallExpression): string | undefined {
  if (message.trim() === '' || message !== message.trim()) {
    return `${JSON.stringify(message)} is empty, or has spaces around it that get lost.`;
  }
  const numbers = [...message.matchAll(/\{(\d+)\}/g)].map(([, number]) => Number(number));
  const needed = Math.max(-1, ...numbers) + 1;
  if (new Set(numbers).size !== needed) {
    return `the placeholders of ${JSON.stringify(message)} are not numbered from 0 on.`;
  }
  if (/[{}]/.test(message.replaceAll(/\{\d+\}/g, ''))) {
    return `${JSON.stringify(message)} has a brace that is no placeholder's.`;
  }
  if (given.some(ts.isSpreadElement)) return undefined;
  return given.length - 1 === needed
    ? undefined
    : `${JSON.stringify(message)} needs ${String(needed)} arguments and gets ${String(given.length - 1)}.`;
}
