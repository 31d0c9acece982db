/** What happens by itself when a window opens in which somebody is signed in. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, it } from 'node:test';
import { existsSync } from 'node:fs';
import { signIn } from '../host/page/sign-in.ts';
import { readCalls } from '../host/sign-in-calls.ts';
import { signInLog } from '../host/sign-in.ts';
import { until } from '../host/until.ts';
import { startEditorWorld } from './editor-world.ts';

const world = await startEditorWorld();
after(() => world.close());
afterEach(world.explain);

/** Nothing is done before, in milliseconds after the start. */
const QUIET_MS = 8000;
const LIMIT_MS = 60_000;

it('does nothing for seconds, then looks at the vaults, and asks nobody', async () => {
  const { control, editor, stateFolder } = world;
  const calls = () => readCalls(signInLog(editor.profile));
  const memory = join(stateFolder, 'expiry.json');
  const page = await editor.openWindow();
  await signIn(page, 'operator@contoso.com');
  // So that it is due again, and nothing is under way from the first time.
  assert.ok(await until(() => existsSync(memory), LIMIT_MS), 'no first look was taken');
  await rm(memory);

  const [requestsBefore, callsBefore] = [(await control.log()).length, (await calls()).length];
  const reloadedAt = Date.now();
  await editor.reloadWindow(page);
  assert.ok(await until(() => existsSync(memory), LIMIT_MS), 'no look was taken');

  const sinceReload = ({ time }: { readonly time: string }) => Date.parse(time) - reloadedAt;
  const requests = await control.log(requestsBefore);
  const early = requests.filter((request) => sinceReload(request) < QUIET_MS);
  assert.deepEqual(
    early.map(({ method, host, path }) => `${method} ${host}${path}`),
    [],
  );
  assert.ok(requests.some(({ host }) => host === 'contoso-prod.vault.azure.net'));
  const asked = (await calls()).slice(callsBefore);
  assert.ok(asked.length > 0);
  assert.deepEqual(
    asked.filter((call) => call.silent !== true || call.asked !== false),
    [],
  );
  assert.deepEqual(
    asked.filter((call) => sinceReload(call) < QUIET_MS),
    [],
  );
  assert.equal(await page.locator('.notification-list-item').count(), 0);
  assert.deepEqual(await control.refused(), []);
});
