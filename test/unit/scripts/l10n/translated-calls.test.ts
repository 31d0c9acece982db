import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Language } from '../../../../scripts/l10n/bundle.ts';
import { languageOf } from './sample-product.ts';

const IMPORT = "import type { Translate } from '../domain/translate.ts';\n";

/** Ways to say something, and what is found. */
const WAYS: Readonly<Record<string, string>> = {
  'from a parameter': `${IMPORT}export const a = (t: Translate) => t('from a parameter');`,
  'from a member': `${IMPORT}export const b = ({ t }: { t: Translate }) => t('from a member');`,
  'from an object': `${IMPORT}export const c = (o: { t: Translate }) => o.t('from an object');`,
  'perhaps {0}': `${IMPORT}export const d = (t?: Translate) => t?.('perhaps {0}', 1);`,
  'in a template': `${IMPORT}export const e = (t: Translate) => t(\`in a template\`);`,
  'from another name': `${IMPORT}export const f = (say: Translate) => say('from another name');`,
  'by the editor':
    "import * as vscode from 'vscode';\nexport const g = vscode.l10n.t('by the editor');",
  'by its namespace':
    "import { l10n } from 'vscode';\nexport const h = l10n.t('by its namespace');",
  'by its function':
    "import * as vscode from 'vscode';\nconst say = vscode.l10n.t;\nexport const i = say('by its function');",
  '{1} before {0}': `${IMPORT}export const j = (t: Translate) => t('{1} before {0}', 1, 'x');`,
  'many: {0}': `${IMPORT}export const k = (t: Translate, all: string[]) => t('many: {0}', ...all);`,
};

/** Calls that a translator could not work with, and why. */
const FAULTS: readonly (readonly [string, RegExp])[] = [
  ['t(`${name} is missing`)', /no literal/],
  ['t(name)', /no literal/],
  ["t('a ' + 'b')", /no literal/],
  ["t(name === '' ? 'a' : 'b')", /no literal/],
  ["t('')", /is empty/],
  ["t(' and ')", /spaces around/],
  ["t('{0} of {2}', 1, 2)", /not numbered from 0/],
  ["t('{0} of {1}', 1)", /needs 2 arguments and gets 1/],
  ["t('{0}', 1, 2)", /needs 1 arguments and gets 2/],
  ["t('none', name)", /needs 0 arguments and gets 1/],
  ["t('{name} is {0}', 1)", /brace/],
  ["t('{0} }', 1)", /brace/],
];

describe('what the product says', () => {
  let language: Language;

  before(async () => {
    const ways = Object.values(WAYS).map((text, n) => [`src/vscode/way${n}.ts`, text] as const);
    const faults = FAULTS.map(
      ([call], n) =>
        [
          `src/cli/fault${n}.ts`,
          `${IMPORT}export const x = (t: Translate, name: string) => [name,\n${call}];`,
        ] as const,
    );
    language = await languageOf({
      ...Object.fromEntries(ways),
      ...Object.fromEntries(faults),
      'src/cli/other.ts':
        "const t = (text: string): string => text;\nexport const other = t('said by something else');",
      'src/webview/page.tsx': `${IMPORT}export const Page = ({ t }: { t: Translate }) => <p>{t('on a page')}</p>;`,
    });
  });

  for (const message of [...Object.keys(WAYS), 'on a page']) {
    it(`is found: ${message}`, () => {
      assert.ok(language.messages.includes(message), language.messages.join('\n'));
    });
  }

  it('is what goes through a translator, and nothing else', () => {
    assert.equal(language.messages.includes('said by something else'), false);
  });

  it('is sorted, and each message stands once', () => {
    assert.deepEqual(language.messages, [...new Set(language.messages)].sort());
  });

  for (const [n, [call, why]] of FAULTS.entries()) {
    it(`cannot be translated: ${call}`, () => {
      const found = language.problems.filter((line) => line.startsWith(`src/cli/fault${n}.ts:3: `));
      assert.equal(found.length, 1, language.problems.join('\n'));
      assert.match(found[0] ?? '', why);
    });
  }

  it('has no other problems', () => {
    assert.equal(language.problems.length, FAULTS.length, language.problems.join('\n'));
  });
});

describe('a product that says nothing', () => {
  it('was not read', async () => {
    await assert.rejects(languageOf({}), /No message was found/);
  });
});
