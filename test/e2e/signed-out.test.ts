import assert from 'node:assert/strict';
import { it } from 'node:test';
import { withEditor } from '../host/editor.ts';
import { showContainer, view } from '../host/page/views.ts';
import { startSandbox } from '../sandbox/start.ts';

it('offers to sign in, in its own container, and asks nobody before', async () => {
  await using stack = new AsyncDisposableStack();
  const sandbox = await startSandbox();
  stack.defer(sandbox.close);
  await withEditor('signed out', { sandbox: sandbox.ready }, async (editor) => {
    const page = await editor.openWindow();
    await showContainer(page, 'Key Vault Certificates');
    await view(page, 'Vaults').getByRole('button', { name: 'Sign In' }).waitFor();
    assert.deepEqual(editor.complaints, []);
    const log = await fetch(`${sandbox.ready.control}/log`);
    assert.deepEqual(await log.json(), []);
  });
});
