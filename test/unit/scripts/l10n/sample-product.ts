/** A small product on disk, read as the real one is. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLanguage, type Language } from '../../../../scripts/l10n/bundle.ts';
import { repository, withFolder } from '../fixture-project.ts';

/** What is the same in every product: configurations, the translator, a page. */
export async function productWith(
  files: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const own = async (path: string): Promise<string> => readFile(join(repository, path), 'utf8');
  return {
    'package.json': '{ "type": "module" }',
    'tsconfig.json': await own('tsconfig.json'),
    'src/webview/tsconfig.json': await own('src/webview/tsconfig.json'),
    'src/domain/translate.ts': await own('src/domain/translate.ts'),
    'src/webview/main.tsx': 'export const nothing = <p></p>;\n',
    ...files,
  };
}

export async function languageOf(files: Readonly<Record<string, string>>): Promise<Language> {
  return withFolder(await productWith(files), (folder) => Promise.resolve(readLanguage(folder)));
}
