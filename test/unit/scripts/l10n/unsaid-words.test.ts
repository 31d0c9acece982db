import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { languageOf } from './sample-product.ts';

const SAID = `import type { Translate } from '../domain/translate.ts';
declare const t: Translate;
declare const name: string;
`;

/** Expressions in src/domain, and what of them nobody could translate. */
const IN_SENTENCES: readonly (readonly [string, string?])[] = [
  ["t('A vault is missing.')"],
  ["'A vault is missing.'", 'A vault is missing.'],
  ['`The vault ${name} is missing.`', 'The vault … is missing.'],
  ["t('{0}', 'it is missing')", 'it is missing'],
  ["['was', name].join(' and also ')", ' and also '],
  ["{ kind: 'names-missing' }"],
  ["'application/x-pkcs12'"],
  ["'retry'"],
  ['{ command: `az keyvault show --name ${name}` }'],
  ["new Error('nobody should see this')"],
  ["{ log: { warn: (_: string) => 0 } }.log.warn('for the log alone')"],
];

/** The same in src/vscode, where single words are shown, too. */
const IN_EDITOR: readonly (readonly [string, string?])[] = [
  ["{ label: 'Retry' }", 'Retry'],
  ["{ label: t('Retry') }"],
  ["{ placeHolder: 'www.example.com' }"],
  ["{ id: 'Retry' }"],
  ["vscode.window.showErrorMessage('Failed')", 'Failed'],
  ["vscode.window.showErrorMessage(t('Failed'), 'Log')", 'Log'],
  ["vscode.commands.executeCommand('Failed')"],
  ["(vscode.window.createStatusBarItem().tooltip = 'Expiring')", 'Expiring'],
  ["vscode.window.createOutputChannel('kvcert', { log: true }).warn('for the log alone')"],
];

/** Pages. */
const ON_PAGES: readonly (readonly [string, string?])[] = [
  ['<p>Expires</p>', 'Expires'],
  ["<p>{t('Expires')}</p>"],
  ['<p> · </p>'],
  ['<input aria-label="Name" />', 'Name'],
  ['<input class="wide field" />'],
  ['<p>{`has ${name} in it`}</p>', 'has … in it'],
  ["document.querySelector('input, select, button')"],
];

type Samples = readonly (readonly [string, string?])[];

/** Each sample on line 5 of a file of its own. */
function filesOf(folder: string, samples: Samples, ending: string, head = SAID) {
  return Object.fromEntries(
    samples.map(([expression], n) => [
      `${folder}/sample${n}.${ending}`,
      `${head}export const sample = () => [name, t,\n${expression}];\n`,
    ]),
  );
}

describe('words that no translator would find', () => {
  let problems: readonly string[] = [];

  before(async () => {
    const editor = `import * as vscode from 'vscode';\n${SAID.replace('declare const name', 'export const v = vscode.version; declare const name')}`;
    const language = await languageOf({
      ...filesOf('src/domain', IN_SENTENCES, 'ts', SAID.replace('../domain', '.')),
      ...filesOf('src/vscode', IN_EDITOR, 'ts', editor),
      ...filesOf('src/webview', ON_PAGES, 'tsx'),
      'src/cli/english.ts': "export const help = 'Lists the vaults that can be seen.';",
      'src/acme/adapter.ts': "export const words = 'a text of an adapter';",
    });
    problems = language.problems;
  });

  const parts: readonly (readonly [string, string, Samples])[] = [
    ['where sentences are made', 'src/domain', IN_SENTENCES],
    ['in the editor', 'src/vscode', IN_EDITOR],
    ['on pages', 'src/webview', ON_PAGES],
  ];
  for (const [where, folder, samples] of parts) {
    for (const [n, [expression, words]] of samples.entries()) {
      it(`${words === undefined ? 'are not in' : 'are in'} ${expression}, ${where}`, () => {
        const found = problems.filter((line) => line.startsWith(`${folder}/sample${n}.`));
        const expected = words === undefined ? [] : [JSON.stringify(words)];
        assert.deepEqual(
          found.map((line) => /: (".*") is not said/.exec(line)?.[1]),
          expected,
        );
      });
    }
  }

  it('are allowed on the command line and in adapters', () => {
    assert.deepEqual(
      problems.filter((line) => /^src\/(?:cli|acme)\//.test(line)),
      [],
    );
  });
});
