/** The packaged extension in a VS Code of its own, in a world with certificates in every state. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { withEditor, type Editor, type EditorOptions } from '../host/editor.ts';
import { extensionId } from '../host/packaged-extension.ts';
import { pressInDialog } from '../host/page/dialogs.ts';
import { answerQuickInput } from '../host/page/quick-input.ts';
import { expandTreeItem, showContainer, treeItem, view } from '../host/page/views.ts';
import { controlAt, type Control } from '../integration/product/control.ts';
import { assertNothingLeft } from '../integration/product/product-world.ts';
import type { RoleName } from '../sandbox/principals.ts';
import { startSandbox, type SandboxOptions } from '../sandbox/start.ts';
import { assign } from '../sandbox/world-parts.ts';
import { vaultId, type World } from '../sandbox/world.ts';

export const CONTAINER = 'Key Vault Certificates';
export const OPERATOR = 'operator@contoso.com';
export const GUEST = 'guest@fabrikam.com';

export interface LivedIn {
  readonly editor: Editor;
  readonly page: Page;
  readonly control: Control;
  /** Of the sandbox's control endpoint. */
  readonly url: string;
  /** With which the command line works in the same world. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the sandbox, as if the network had gone. */
  readonly goOffline: () => Promise<void>;
}

type Options = Omit<EditorOptions, 'sandbox'> & Pick<SandboxOptions, 'world'>;

/** Two monitors' worth of rows: a tree draws only those that can be seen. */
const VIEWPORT = { width: 1400, height: 1300 };

/** Opens a window, and asserts in the end that no page has complained. */
export async function inLivedInWorld(
  name: string,
  { world = 'lived-in', ...options }: Options,
  work: (lived: LivedIn) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox({ world });
  try {
    await withEditor(name, { ...options, sandbox: sandbox.ready }, async (editor) => {
      const page = await editor.openWindow();
      await page.setViewportSize(VIEWPORT);
      const url = sandbox.ready.control;
      const { env } = sandbox.ready;
      await work({ editor, page, url, env, control: controlAt(url), goOffline: sandbox.close });
      assert.deepEqual(editor.complaints, []);
    });
  } finally {
    await sandbox.close();
  }
}

/** The sandbox's usual world, in which the operator has one role more in one vault. */
export function operatorWith(role: RoleName, vaultName: string): (world: World) => World {
  return (world) => {
    const vault = world.vaults.find(({ name }) => name === vaultName);
    assert.ok(vault);
    const more = assign(role, vaultId(vault));
    return {
      ...world,
      users: world.users.map((user) => {
        const [home, ...others] = user.accounts;
        return user.upn === OPERATOR
          ? { ...user, accounts: [{ ...home, roles: [...home.roles, more] }, ...others] }
          : user;
      }),
    };
  };
}

/** Signs in, and waits for what the account sees. */
export async function signIn(page: Page, account = OPERATOR): Promise<void> {
  await giveConsent(page, account);
  await treeItem(page, account)
    .and(page.getByLabel(account, { exact: true }))
    .waitFor();
}

/** Signs in through the view, VS Code's own question and the choice of an account. */
export async function giveConsent(page: Page, account: string): Promise<void> {
  await showContainer(page, CONTAINER);
  await view(page, 'Vaults').getByRole('button', { name: 'Sign In', exact: true }).click();
  await pressInDialog(page, 'wants to sign in using Microsoft', 'Allow');
  await answerQuickInput(page, 'Choose an account', account);
}

/** Unfolds a subscription and a vault in it. */
export async function openVault(page: Page, subscription: string, vault: string): Promise<void> {
  for (const name of [`^Subscription ${subscription},`, `^Vault ${vault}\\b`]) {
    await expandTreeItem(treeItem(page, new RegExp(name)));
  }
}

/** Nothing of ours is left in Azure or on the machine; what the world began with still is. */
export async function assertWorldIsClean({ editor, control }: LivedIn): Promise<void> {
  const { userData } = editor.profile;
  const stateFolder = join(userData, 'User', 'globalStorage', await extensionId());
  await assertNothingLeft(
    { control, stateFolder },
    {
      foreignOperations: ['beta-example-com', 'handmade-example-org'],
      foreignClaims: ['beta-example-com', 'hostile-markdown'],
    },
  );
}
