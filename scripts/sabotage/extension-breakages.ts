import type { Breakage } from './breakage.ts';

/** The ways in which the extension is broken on purpose, and the tests that must notice. */
export const extensionBreakages: readonly Breakage[] = [
  {
    name: 'lets the editor ask the person whenever a token is missing',
    file: 'src/vscode/sign-in/session-credential.ts',
    find: 'const session = await sessions.silent(request, account);',
    replace: 'const session = await sessions.interactive(request, account);',
    test: {
      file: 'test/unit/vscode/sign-in/session-credential.test.ts',
      name: 'never asks the person by itself',
    },
  },
  {
    name: 'goes on as whoever else is signed in',
    file: 'src/vscode/sign-in/session-credential.ts',
    find: 'return session?.account.id === account.id ? session : undefined;',
    replace: 'return session;',
    test: {
      file: 'test/unit/vscode/sign-in/session-credential.test.ts',
      name: 'does not go on as another account',
    },
  },
  {
    name: 'waits an hour for what another window is listing now',
    file: 'src/vscode/expiry/daily-check.ts',
    find: "return 'elsewhere';",
    replace: "return 'done';",
    test: {
      file: 'test/unit/vscode/expiry/daily-check.test.ts',
      name: 'leaves the vaults to another window that is at it, and shows what that one has seen',
    },
  },
  {
    name: 'does not remember that it has looked into all vaults',
    file: 'src/vscode/expiry/daily-check.ts',
    find: 'if (isDone) await memory.change({ checkedAt: clock.now() });',
    replace: 'if (isDone) await memory.change({});',
    test: {
      file: 'test/unit/vscode/expiry/daily-check.test.ts',
      name: 'finds the one in a vault that nobody has opened, and remembers when it looked',
    },
  },
  {
    name: 'never shows what another window has listed',
    file: 'src/vscode/portfolio/vault-listings.ts',
    find: 'if (isLoading || listedAt >= recalled.listedAt) return;',
    replace: 'if (isLoading || listedAt > 0) return;',
    test: {
      file: 'test/unit/vscode/portfolio/vault-listings.test.ts',
      name: 'is shown without asking Azure, and what is older is not',
    },
  },
  {
    name: 'takes the tree away while the editor cannot say who is signed in',
    file: 'src/vscode/portfolio/portfolio.ts',
    find: 'const present = await this.#present().catch(() => undefined);',
    replace: 'const present = await this.#present().catch(() => []);',
    test: {
      file: 'test/unit/vscode/portfolio/sessions-changed.test.ts',
      name: 'take nothing away while the editor cannot say who is signed in',
    },
  },
  {
    name: 'obeys what others have written into names',
    file: 'src/vscode/label-text.ts',
    find: "return notificationText(text).replaceAll('$(', '$ (');",
    replace: 'return notificationText(text);',
    test: {
      file: 'test/unit/vscode/label-text.test.ts',
      name: 'shows no icon, no link and no line of theirs',
    },
  },
  {
    name: 'lets any script run in the pages',
    file: 'src/vscode/webview-page.ts',
    find: "`script-src 'nonce-${nonce}'`,",
    replace: "`script-src 'unsafe-inline'`,",
    test: {
      file: 'test/unit/vscode/webview-page.test.ts',
      name: 'allows our styles and one script, and nothing else',
    },
  },
  {
    name: 'overwrites what was typed into the form',
    file: 'src/webview/form/form-model.ts',
    find: 'return model.entries ? withVault(model, event.entries) : { ...model, entries: event.entries };',
    replace: 'return { ...withVault(model, event.entries), entries: event.entries };',
    test: {
      file: 'test/unit/webview/form/form-model.test.ts',
      name: 'does not overwrite what was typed',
    },
  },
  {
    name: 'begins the same renewal twice',
    file: 'src/app/operation-board.ts',
    find: 'if (same) return same;',
    replace: 'if (same) this.#own.add(same.id);',
    test: {
      file: 'test/unit/app/operation-board.test.ts',
      name: 'is the same operation when it is asked for twice',
    },
  },
];
