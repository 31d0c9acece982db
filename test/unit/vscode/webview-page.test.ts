import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pageHtml, pagesFolder, type WebviewPage } from '../../../src/vscode/webview-page.ts';

interface TestUri {
  readonly path: string;
  with(change: { readonly path: string }): TestUri;
  toString(): string;
}

function uriOf(path: string): TestUri {
  return { path, with: (change) => uriOf(change.path), toString: () => `https://res${path}` };
}

const WEBVIEW = { cspSource: 'https://*.res', asWebviewUri: (uri: TestUri) => uri };
const PAGE: WebviewPage = { name: 'form', title: 'Form', language: 'de' };

function html(page: Partial<WebviewPage> = {}): string {
  return pageHtml(WEBVIEW, uriOf('/ext'), { ...PAGE, ...page });
}

function policyOf(text: string): readonly string[] {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? '';
  return policy.split('; ');
}

describe('the HTML of a page', () => {
  it('allows our styles and one script, and nothing else', () => {
    const text = html();
    const nonce = /<script nonce="([^"]+)"/.exec(text)?.[1] ?? '';
    assert.deepEqual(policyOf(text), [
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      'style-src https://*.res',
      'font-src https://*.res',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    assert.equal(Buffer.from(nonce, 'base64').length, 16);
    assert.equal(text.split('<script').length, 2);
    assert.doesNotMatch(text, /unsafe|connect-src|style=/);
  });

  it('has another nonce each time', () => {
    assert.notEqual(policyOf(html())[1], policyOf(html())[1]);
  });

  it('loads the files of its own page from our folder', () => {
    const text = html({ name: 'details' });
    assert.match(text, /src="https:\/\/res\/ext\/dist\/webview\/details\.js"/);
    assert.match(text, /href="https:\/\/res\/ext\/dist\/webview\/details\.css"/);
    assert.equal(pagesFolder(uriOf('/ext/')).path, '/ext/dist/webview');
  });

  it('names its language, and takes a title for text', () => {
    const text = html({ title: '</title><script>alert("1")</script>' });
    assert.match(text, /<html lang="de">/);
    assert.match(text, /<title>&lt;\/title&gt;&lt;script&gt;alert\(&quot;1&quot;\)/);
    assert.equal(text.split('<script').length, 2);
  });
});
