/** The packaged extension in the largest of the sandbox's worlds: what a person does, and what it costs. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { startEditor, type Editor } from '../host/editor.ts';
import { pressInDialog } from '../host/page/dialogs.ts';
import { runCommand } from '../host/page/palette.ts';
import { quickInputRow } from '../host/page/quick-input.ts';
import { showContainer, expandTreeItem, treeItem, view } from '../host/page/views.ts';
import { until } from '../host/until.ts';
import { controlAt, type Control } from '../integration/product/control.ts';
import type { LogEntry } from '../sandbox/log/request-log.ts';
import { startSandbox } from '../sandbox/start.ts';
import type { World } from '../sandbox/world.ts';
import { bigWorld } from '../sandbox/worlds/big.ts';

export const LARGEST_VAULT = 'kv-team-0001';
const ITS_SUBSCRIPTION = 'Team 001 Production';
const CONTAINER = 'Key Vault Certificates';
const OPERATOR = 'operator@contoso.com';

/** Two monitors' worth of rows: a tree draws only those that can be seen. */
const VIEWPORT = { width: 1400, height: 1600 };

/** How long something may take on a machine that has other things to do; nothing is timed by it. */
const PATIENCE_MS = 120_000;
const CHECK_PATIENCE_MS = 400_000;

/** Of the least that can be asked. */
export const ALLOWANCE = 1.05;

/** Requests by what they are for. */
export type Calls = Readonly<Record<CallKind, number>>;

export type CallKind =
  | 'tenants'
  | 'subscriptions'
  | 'resourceGraph'
  /** A vault's first request, answered by whom to ask for a token. */
  | 'challenges'
  | 'certificatePages'
  /** What listing needs none of. */
  | 'others';

export interface Company {
  /** Certificates of each vault by its name. */
  readonly certificates: ReadonlyMap<string, number>;
  /** The least that can be asked for what the tree shows above the certificates. */
  readonly leastForInventory: number;
  /** The least that can be asked for a vault's certificates. */
  readonly leastForVault: (name: string) => number;
  /** The requests since the last `forgetCalls`. */
  readonly calls: () => Promise<Calls>;
  readonly forgetCalls: () => Promise<void>;
  /** Has Azure answer nothing, until what this returns is called. */
  readonly silenceAzure: () => Promise<() => Promise<void>>;
  /** Ends VS Code and starts it again, with all that it has stored. */
  readonly restart: () => Promise<void>;
  readonly signIn: () => Promise<void>;
  /** Shows the view and waits until subscriptions are there. */
  readonly showTree: () => Promise<void>;
  readonly openSubscription: () => Promise<void>;
  /** Unfolds the largest vault, and waits for certificates below it. */
  readonly openVault: () => Promise<void>;
  /** What the largest vault's node says. */
  readonly vaultText: () => Promise<string>;
  readonly filter: (name: string) => Promise<void>;
  /** Refreshes all that is shown. */
  readonly refresh: () => Promise<void>;
  /** Waits until the largest vault has been listed in this session, and is not being listed. */
  readonly listed: () => Promise<void>;
  /** Waits for the end of the check that is made once a day. */
  readonly dailyCheck: () => Promise<void>;
}

/** @param dailyCheck - whether every vault is listed once a day */
export async function atLargeCompany(
  { dailyCheck }: { readonly dailyCheck: boolean },
  work: (company: Company) => Promise<void>,
): Promise<void> {
  await using stack = new AsyncDisposableStack();
  let world: World | undefined;
  const sandbox = await startSandbox({
    world: async (defaults, now) => (world = await bigWorld(defaults, now)),
  });
  stack.defer(sandbox.close);
  assert.ok(world);
  const control = controlAt(sandbox.ready.control);
  const accounts = sandbox.ready.users
    .filter(({ name }) => name === OPERATOR)
    .map(({ id, name }) => ({ id, label: name, user: name }));
  const editor = await startEditor({
    sandbox: sandbox.ready,
    accounts,
    settings: { 'kvcert.expiry.dailyCheck': dailyCheck },
    keepState: true,
  });
  stack.defer(editor.close);
  const company = await companyOf(world, editor, control);
  try {
    await work(company);
  } catch (error) {
    const folder = await editor.keepEvidence('large company');
    throw new Error(`${(error as Error).message}\nPictures and logs: ${folder}`, { cause: error });
  }
}

async function companyOf(world: World, editor: Editor, control: Control): Promise<Company> {
  const certificates = new Map(
    world.vaults.map(({ name, certificates: held = [] }) => [
      name,
      typeof held === 'function' ? [...held()].length : held.length,
    ]),
  );
  let page = await openWindow(editor);
  let seen = 0;
  const vault = () => treeItem(page, new RegExp(`^Vault ${LARGEST_VAULT}\\b`));
  const vaultText = async () => (await vault().getAttribute('aria-label')) ?? '';
  return {
    certificates,
    // Tenants, one page of subscriptions, and thousands of vaults and zones.
    leastForInventory: 2 + Math.ceil((world.vaults.length + world.zones.length) / 1000),
    leastForVault: (name) => 1 + Math.max(1, Math.ceil((certificates.get(name) ?? 0) / 25)),
    calls: async () => countCalls(await control.log(seen)),
    forgetCalls: async () => {
      seen = (await control.log(seen)).at(-1)?.seq ?? seen;
    },
    silenceAzure: async () => {
      const faults = await Promise.all(
        ['arm', 'keyvault'].map((api) =>
          control.fault({ kind: 'hold', match: { api }, count: 100_000 }),
        ),
      );
      return async () => {
        for (const fault of faults) await control.release(fault);
        await control.clearFaults();
      };
    },
    restart: async () => {
      await editor.restart();
      page = await openWindow(editor);
    },
    signIn: async () => {
      await showContainer(page, CONTAINER);
      await view(page, 'Vaults').getByRole('button', { name: 'Sign In', exact: true }).click();
      await pressInDialog(page, 'wants to sign in using Microsoft', 'Allow');
    },
    showTree: async () => {
      await showContainer(page, CONTAINER);
      await treeItem(page, `Subscription ${ITS_SUBSCRIPTION}`).waitFor({ timeout: PATIENCE_MS });
    },
    openSubscription: async () => {
      await expandTreeItem(treeItem(page, `Subscription ${ITS_SUBSCRIPTION}`));
      await vault().waitFor({ timeout: PATIENCE_MS });
    },
    openVault: async () => {
      await expandTreeItem(vault());
      await treeItem(page, /^service-\d+, /)
        .first()
        .waitFor({ timeout: PATIENCE_MS });
    },
    vaultText,
    filter: async (name) => {
      await runCommand(page, `${CONTAINER}: Filter Certificates`);
      await quickInputRow(page, name).click();
    },
    refresh: () => runCommand(page, `${CONTAINER}: Refresh`),
    listed: async () => {
      const isListed = async () => !/refreshing|as of/.test(await vaultText());
      assert.ok(await until(isListed, PATIENCE_MS), 'the largest vault is not listed');
    },
    dailyCheck: async () => {
      const hasEnded = async () =>
        (await editor.productLog()).includes('looked for certificates that are due');
      assert.ok(await until(hasEnded, CHECK_PATIENCE_MS), 'the daily check has not ended');
    },
  };
}

async function openWindow(editor: Editor): Promise<Page> {
  const page = await editor.openWindow();
  await page.setViewportSize(VIEWPORT);
  return page;
}

function countCalls(log: readonly LogEntry[]): Calls {
  const count = (is: (entry: LogEntry) => boolean): number => log.filter(is).length;
  const ofArm = (path: RegExp) =>
    count((entry) => entry.api === 'arm' && path.test(entry.path.split('?')[0] ?? ''));
  const calls = {
    tenants: ofArm(/^\/tenants$/),
    subscriptions: ofArm(/^\/subscriptions$/),
    resourceGraph: ofArm(/\/Microsoft\.ResourceGraph\/resources$/),
    challenges: count(({ api, status }) => api === 'keyvault' && status === 401),
    certificatePages: count(
      ({ api, status, path }) =>
        api === 'keyvault' && status !== 401 && /^\/certificates\/?\?/.test(path),
    ),
  };
  return { ...calls, others: log.length - sumOf(calls) };
}

export function sumOf(calls: Readonly<Record<string, number>>): number {
  return Object.values(calls).reduce((sum, each) => sum + each, 0);
}
