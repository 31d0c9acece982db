/**
 * Words that people would read and that no translator would find: literals that look like a part of
 * a sentence where sentences are made, and anything in the places that are shown as they stand.
 */
import ts from 'typescript';
import { isExempt } from './exempt-words.ts';
import { placeOf, type ProductSource } from './product-sources.ts';
import { isTranslate } from './translated-calls.ts';

/** Where people's sentences are made. The command line is English, and the adapters quote others. */
const SPEAKING = /^src\/(?:app|domain|vscode|webview)\/|^src\/extension\.ts$/;

/** Where an editor shows things. */
const SHOWING = /^src\/(?:vscode|webview)\/|^src\/extension\.ts$/;

/** One line for each literal, with its place. */
export function unsaidIn(source: ProductSource): readonly string[] {
  if (!SPEAKING.test(source.path)) return [];
  const shows = SHOWING.test(source.path);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isForMachines(node, source.checker)) return;
    if (ts.isCallExpression(node) && isTranslate(node.expression, source.checker)) {
      // The message itself is said; what is put into it may still be words.
      node.arguments.slice(1).forEach(visit);
      return;
    }
    const words = wordsOf(node);
    const isOpen =
      words !== undefined &&
      (isPhrase(words) || (shows && isWord(words) && isShown(node))) &&
      !isExempt(source.path, words);
    if (isOpen) {
      found.push(`${placeOf(source, node)}: ${JSON.stringify(words)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source.file);
  return found;
}

/** The text of a literal, `…` for what is put into a template. */
function wordsOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isJsxText(node)) return node.text.trim();
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…');
}

/** Two words with a space between, as no identifier, path or media type has them. */
function isPhrase(words: string): boolean {
  return /(?:^|[\s"(…])\p{L}{2,}[,:;]? \p{L}/u.test(words) && !COMMAND_LINE.test(words);
}

const COMMAND_LINE = /^(?:az|keytool|kvcert|npm|openssl) /;

/** Examples of names and addresses are no words. */
function isWord(words: string): boolean {
  return /\p{L}{2}/u.test(words.replaceAll(/\S+\.\S+/g, ''));
}

/** Properties of what the editor and our pages show. */
const SHOWN_NAMES = new Set([
  'accessibleLabel',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'ariaLabel',
  'badge',
  'description',
  'detail',
  'label',
  'placeHolder',
  'placeholder',
  'prompt',
  'title',
  'tooltip',
]);

function isShown(node: ts.Node): boolean {
  if (ts.isJsxText(node)) return true;
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return SHOWN_NAMES.has(nameOf(parent.name));
  if (ts.isJsxAttribute(parent)) return SHOWN_NAMES.has(nameOf(parent.name));
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return ts.isPropertyAccessExpression(parent.left) && SHOWN_NAMES.has(parent.left.name.text);
  }
  return ts.isCallExpression(parent) && /\.show\w*Message$/.test(parent.expression.getText());
}

function nameOf(name: ts.Node): string {
  return name.getText().replaceAll(/^['"]|['"]$/g, '');
}

/** What only programs, logs and those who mend the product read. */
function isForMachines(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) {
    return true;
  }
  if (ts.isJsxAttribute(node)) return DRAWN_ATTRIBUTES.has(nameOf(node.name));
  if (ts.isNewExpression(node)) return isDiagnostic(node);
  if (!ts.isCallExpression(node)) return false;
  const { expression } = node;
  // A mistake's own words, in a class of errors.
  if (expression.kind === ts.SyntaxKind.SuperKeyword) return true;
  if (ts.isIdentifier(expression)) return expression.text === 'warn';
  if (!ts.isPropertyAccessExpression(expression)) return false;
  return SELECTING.has(expression.name.text) || isLog(expression.expression, checker);
}

const DRAWN_ATTRIBUTES = new Set([
  'class',
  'className',
  'd',
  'points',
  'style',
  'transform',
  'viewBox',
]);

/** Methods that take a selector of CSS. */
const SELECTING = new Set(['closest', 'matches', 'querySelector', 'querySelectorAll']);

/** A mistake of ours: told in its own words, as a stack trace is. */
function isDiagnostic({ expression, arguments: given }: ts.NewExpression): boolean {
  const thrown = expression.getText();
  if (thrown !== 'CertError') return thrown.endsWith('Error');
  const code = given?.[0];
  return code !== undefined && ts.isStringLiteral(code) && code.text === 'Unexpected';
}

function isLog(owner: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(owner);
  const name = (type.aliasSymbol ?? type.getSymbol())?.name ?? '';
  return /Log$|OutputChannel$/.test(name) || /\blog$/.test(owner.getText());
}
