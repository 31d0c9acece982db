/** What is in the VSIX, and what VS Code loads of it before anything is asked of the extension. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { listFiles, PackageManager } from '@vscode/vsce';

const root = resolve(import.meta.dirname, '../../..');
const PARTS = join(root, 'dist/extension');
const ENTRY = 'extension.cjs';

describe('the VSIX', () => {
  it('holds the extension and what people read, and nothing else', async () => {
    const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
    // The parts of the bundle are named after what is in them.
    const parts = /^dist\/extension\/[\w-]+-[0-9A-Z]{8}\.cjs$/;
    assert.ok(files.some((file) => parts.test(file)));
    assert.deepEqual(files.filter((file) => !parts.test(file)).toSorted(), FILES);
  });

  it('loads neither the engine nor an SDK before they are needed', () => {
    const atOnce = loadedWith(ENTRY);
    // The ACME protocol is the engine's; every SDK of Azure tells its name.
    for (const mark of ['application/jose+json', 'azsdk-js-']) {
      const parts = readdirSync(PARTS).filter((part) => readPart(part).includes(mark));
      assert.ok(parts.length > 0);
      assert.deepEqual(
        parts.filter((part) => atOnce.has(part)),
        [],
      );
    }
  });

  it('leaves signing in to the editor: no library for it, and no key', () => {
    const all = readdirSync(PARTS).map(readPart).join('\n');
    const commandLine = readFileSync(join(root, 'dist/kvcert.cjs'), 'utf8');
    for (const mark of ['azsdk-js-identity', 'msal.js.node']) {
      assert.ok(commandLine.includes(mark), `${mark} is what to look for`);
      assert.ok(!all.includes(mark), mark);
    }
    assert.doesNotMatch(all, /PRIVATE KEY-----(\\n|\s)*[\w+/]{16}/);
    assert.doesNotMatch(all, /sourceMappingURL=/);
  });
});

function readPart(file: string): string {
  return readFileSync(join(PARTS, file), 'utf8');
}

/** The parts that are loaded together with one, itself included. */
function loadedWith(entry: string): ReadonlySet<string> {
  const loaded = new Set([entry]);
  for (const part of loaded) {
    for (const [, lazily, file = ''] of readPart(part).matchAll(REQUIRE)) {
      if (lazily === undefined) loaded.add(file);
    }
  }
  return loaded;
}

/** `import()` has become a `require` in a promise. */
const REQUIRE = /(Promise\.resolve\(\)\.then\(\(\)=>\S{0,12})?require\("\.\/([^"]+)"\)/g;

const FILES = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/THIRD-PARTY-NOTICES.txt',
  'dist/extension/extension.cjs',
  'dist/webview/details.css',
  'dist/webview/details.js',
  'dist/webview/form.css',
  'dist/webview/form.js',
  'l10n/bundle.l10n.json',
  'media/activity.svg',
  'media/icon.png',
  'media/pictures/details.png',
  'media/pictures/form.png',
  'media/walkthrough/alerts.md',
  'media/walkthrough/certificate.md',
  'media/walkthrough/sign-in.md',
  'media/walkthrough/subscriptions.md',
  'media/walkthrough/vault.md',
  'package.json',
  'package.nls.json',
];
