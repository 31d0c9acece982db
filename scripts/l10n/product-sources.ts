/** The product's source files with their types, as the compiler reads them. */
import { join, relative, sep } from 'node:path';
import ts from 'typescript';

export interface ProductSource {
  readonly file: ts.SourceFile;
  /** Below the root, with slashes. */
  readonly path: string;
  readonly checker: ts.TypeChecker;
}

/** Pages in webviews have other globals, and JSX. */
const CONFIGURATIONS = ['tsconfig.json', 'src/webview/tsconfig.json'];

/** @throws Error if a configuration cannot be read, or names no source of the product */
export function productSources(root: string): readonly ProductSource[] {
  return CONFIGURATIONS.flatMap((configuration) => sourcesOf(root, configuration));
}

function sourcesOf(root: string, configuration: string): readonly ProductSource[] {
  const { options, fileNames } = readConfiguration(join(root, configuration));
  const own = fileNames.filter((name) => pathOf(root, name).startsWith('src/'));
  if (own.length === 0) throw new Error(`${configuration} names no file below src.`);
  const program = ts.createProgram(own, options);
  const checker = program.getTypeChecker();
  return own.map((name) => {
    const file = program.getSourceFile(name);
    if (!file) throw new Error(`${name} cannot be read.`);
    return { file, path: pathOf(root, name), checker };
  });
}

function readConfiguration(path: string): ts.ParsedCommandLine {
  const fail = (diagnostic: ts.Diagnostic): never => {
    throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
  };
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail };
  const parsed = ts.getParsedCommandLineOfConfigFile(path, undefined, host);
  if (!parsed) throw new Error(`${path} cannot be read.`);
  return parsed;
}

function pathOf(root: string, name: string): string {
  return relative(root, name).split(sep).join('/');
}

/** `src/cli.ts:12`. */
export function placeOf({ file, path }: ProductSource, node: ts.Node): string {
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  return `${path}:${String(line + 1)}`;
}
