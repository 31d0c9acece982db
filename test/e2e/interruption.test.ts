/**
 * SIGKILL of the extension host while operations are in every step of an issuance, each stopped in
 * one of them. The next host takes all of them up by itself, tells of it, and leaves nothing.
 */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { after, afterEach, before, describe, it } from 'node:test';
import { createQuickly } from '../host/page/create-quickly.ts';
import {
  alwaysAgreeToTerms,
  clearNotifications,
  notification,
} from '../host/page/notifications.ts';
import { runCommand } from '../host/page/palette.ts';
import { confirmQuickInput, quickInput, quickInputRow } from '../host/page/quick-input.ts';
import { signIn } from '../host/page/sign-in.ts';
import { until } from '../host/until.ts';
import { dueInProduction } from '../host/worlds.ts';
import { assertNothingLeft } from '../integration/product/product-world.ts';
import { certificateLocks } from './certificate-locks.ts';
import { startEditorWorld } from './editor-world.ts';
import { delayDns, GROUPS, type Step, stopAt } from './interruption-points.ts';

const VAULT = 'contoso-prod';
const LIMIT_MS = 30_000;

const nameIn = (kind: 'create' | 'renew', step: Step): string => `${kind}-in-${step}`;
const STEPS = GROUPS.flat();
const RENEWED = STEPS.map((step) => nameIn('renew', step));

const world = await startEditorWorld({ world: dueInProduction(RENEWED) });
const { control, editor } = world;
after(() => world.close());
afterEach(world.explain);

const versions = async (name: string) =>
  (await control.certificate(VAULT, name)).versions.filter(({ enabled }) => enabled).length;

describe('a killed extension host', () => {
  let page: Page;
  before(async () => {
    page = await editor.openWindow();
    alwaysAgreeToTerms(page);
    await signIn(page, 'operator@contoso.com');
    await runCommand(page, 'Key Vault Certificates: Focus on Operations View');
    await notification(page, `${RENEWED.length} certificates expire soon`);
  });
  afterEach(() => clearNotifications(page));

  /** Ends when nothing is left to do. */
  const killAndSeeThemCompleted = async (kind: 'create' | 'renew', steps: readonly Step[]) => {
    await editor.killExtensionHost();
    await control.clearFaults();
    await delayDns(control, 0);
    const begun = steps.filter((step) => step !== 'check').length;
    const told = `${begun} interrupted certificate operations have ended: ${begun} completed.`;
    assert.ok(await until(nothingIsUnfinished, LIMIT_MS), 'something is still unfinished');
    await notification(page, told);
    if (begun < steps.length) await resumeUntouched(nameIn(kind, 'check'));

    await assertNothingLeft(world);
    assert.deepEqual(await certificateLocks(world), []);
    for (const step of steps) {
      const name = nameIn(kind, step);
      assert.equal(await versions(name), kind === 'create' ? 1 : 2, name);
    }
  };

  /** Nothing was begun of it, so it is not begun without anybody's asking. */
  const resumeUntouched = async (name: string) => {
    const item = (state: string) =>
      page.getByRole('treeitem', { name: new RegExp(` ${VAULT}/${name}, ${state}`) });
    await item('Interrupted').waitFor();
    await runCommand(page, 'Key Vault Certificates: Resume Operation');
    await quickInputRow(page, name).click();
    await item('Done').waitFor();
  };

  const nothingIsUnfinished = async () => {
    const journal = await readdir(join(world.stateFolder, 'operations'));
    return journal.every((file) => !file.endsWith('.json'));
  };

  const createAll = async (steps: readonly Step[]) => {
    for (const step of steps) {
      const name = nameIn('create', step);
      const point = await stopAt(control, step, { kind: 'create', name, when: 'before' });
      await createQuickly(page, { vault: VAULT, name, dnsName: `${name}.example.com` });
      await point.reached();
    }
  };

  /** Of a long list, only the rows that can be seen are there. */
  const pickByTyping = async (rows: readonly string[]) => {
    await page.getByRole('checkbox', { name: 'Toggle all checkboxes' }).uncheck();
    for (const row of rows) {
      await quickInput(page).fill(row);
      await quickInputRow(page, row).getByRole('checkbox').check();
    }
    await quickInput(page).fill('');
    await confirmQuickInput(page);
  };

  /** All begin at once; the last one waits at the door until the others are where they belong. */
  const renewAll = async (steps: readonly Step[]) => {
    await page.locator('.statusbar').getByText('certificates are due').waitFor();
    const last = steps.at(-1) ?? assert.fail();
    const match = { api: 'keyvault', path: `^/certificates/${nameIn('renew', last)}/\\?` };
    const door = await control.fault({ kind: 'hold', match });
    const stop = (step: Step) =>
      stopAt(control, step, { kind: 'renew', name: nameIn('renew', step), when: 'after' });
    const points = await Promise.all(steps.slice(0, -1).map(stop));
    await runCommand(page, 'Key Vault Certificates: Renew Selected');
    await pickByTyping(steps.map((step) => nameIn('renew', step)));
    for (const { reached } of points) await reached();
    await control.held(door);
    const point = await stop(last);
    await control.release(door);
    await point.reached();
  };

  for (const [index, steps] of GROUPS.entries()) {
    const list = steps.join(', ');
    it(`leaves creations that the next host completes, in the steps ${list}`, async () => {
      // VS Code does not start a host again that has died three times in five minutes.
      if (index > 0) await editor.reloadWindow(page);
      await createAll(steps);
      await killAndSeeThemCompleted('create', steps);
    });

    it(`leaves renewals that the next host completes, in the steps ${list}`, async () => {
      await renewAll(steps);
      await killAndSeeThemCompleted('renew', steps);
    });
  }
});
