/** The HTML around a page, and what its webview may do: nothing but show it and talk to us. */
import { randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';

export type PageName = 'form' | 'details';

/** The type of a page's panels, by which the editor brings them back. */
export function panelType(name: PageName): string {
  return `kvcert.${name}`;
}

export interface WebviewPage {
  /** Its files in dist/webview are `<name>.js` and `<name>.css`. */
  readonly name: PageName;
  readonly title: string;
  /** BCP 47, e.g. `de`: `vscode.env.language`. */
  readonly language: string;
}

/** As much of a `vscode.Uri` as is needed here, without the editor. */
interface PathUri<U> {
  readonly path: string;
  with(change: { readonly path: string }): U;
  toString(): string;
}

/** Where pages load from; nothing else on this machine is served to them. */
export function pagesFolder<U extends PathUri<U>>(extensionUri: U): U {
  return extensionUri.with({ path: `${extensionUri.path.replace(/\/$/, '')}/dist/webview` });
}

/** Forms may be submitted to scripts only: the page's `form-action` is `'none'`. */
export function pageOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    enableForms: true,
    enableCommandUris: false,
    localResourceRoots: [pagesFolder(extensionUri)],
  };
}

/**
 * Each load has a nonce of its own. Styles and fonts come from our folder, scripts by the nonce;
 * there is no `connect-src`, so that a page can reach nobody.
 */
export function pageHtml<U extends PathUri<U>>(
  webview: { readonly cspSource: string; asWebviewUri(uri: U): { toString(): string } },
  extensionUri: U,
  { name, title, language }: WebviewPage,
): string {
  const folder = pagesFolder(extensionUri);
  const uriOf = (file: string): string =>
    attribute(webview.asWebviewUri(folder.with({ path: `${folder.path}/${file}` })).toString());
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${attribute(title)}</title>
<link rel="stylesheet" href="${uriOf(`${name}.css`)}">
</head>
<body>
<div id="page"></div>
<script nonce="${nonce}" src="${uriOf(`${name}.js`)}"></script>
</body>
</html>
`;
}

/** Text for an attribute in double quotes, and for the title. */
function attribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
