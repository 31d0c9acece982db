/** What was interrupted: shown by the next start, several at once, and not while it is at work. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { issuedBy, refusalOf } from './answers.ts';
import { azureCaller, txtUrl } from './azure-caller.ts';
import { assertClientLeftNothing, clientOf, createArgs, type Client } from './client.ts';
import { endAll, killAt, startHeld } from './interruption.ts';
import { startProductWorld } from './product-world.ts';

const world = await startProductWorld();
after(() => world.close());

interface Shown {
  readonly id: string;
  readonly kind: string;
  readonly vault: string;
  readonly name: string;
  readonly dnsNames: readonly string[];
  readonly step: string;
  readonly pid?: number;
  readonly undoable: boolean;
}

const CHALLENGE = { match: { path: '^/chalZ' } };
const FINALIZE = { match: { path: '^/finalize-order' } };

describe('what is unfinished', { concurrency: 4 }, () => {
  it('is told by the next start of any command, on stderr', async () => {
    const client = clientOf(world, 'told');
    await killAt(client, createArgs(client), CHALLENGE);
    const { code, stdout, stderr } = await client.run('vaults', '--output', 'json');
    assert.equal(code, 0);
    assert.match(stderr, /Unfinished: create contoso-prod\/told, interrupted at "\w+"/);
    assert.match(stderr, /kvcert operations resume\|undo --all/);
    assert.ok(Array.isArray((JSON.parse(stdout) as { vaults: unknown }).vaults));
    await endAll(client, 'undo');
    await assertClientLeftNothing(client);
    assert.doesNotMatch((await client.run('vaults')).stderr, /Unfinished/);
  });

  it('is listed, as a table and as JSON', async () => {
    const client = clientOf(world, 'listed');
    await killAt(client, createArgs(client), FINALIZE);
    const [operation, ...more] = await listed(client);
    assert.deepEqual(more, []);
    assert.ok(operation);
    const { id, kind, vault, name, dnsNames, undoable, pid } = operation;
    assert.match(id, /^[0-9a-f]{16}$/);
    assert.deepEqual(
      { kind, vault, name, dnsNames, undoable, pid },
      {
        ...{ kind: 'create', vault: 'contoso-prod', name: 'listed', pid: undefined },
        ...{ dnsNames: ['listed.example.com', '*.listed.example.com'], undoable: false },
      },
    );
    const { stdout } = await client.run('operations');
    assert.match(stdout, new RegExp(`${id}.*create.*contoso-prod/listed.*interrupted`));
    await endAll(client, 'undo');
    await assertClientLeftNothing(client);
    assert.equal((await client.certificate())?.versions.length, 1);
    assert.match((await client.run('operations')).stdout, /^Nothing is unfinished\.$/m);
  });

  it('is left alone while its process is at work', async () => {
    const client = clientOf(world, 'at-work');
    const { running, fault } = await startHeld(client, createArgs(client), CHALLENGE);
    const [operation] = await listed(client);
    assert.ok(operation);
    assert.equal(operation.pid, running.child.pid);
    const table = (await client.run('operations')).stdout;
    assert.match(table, new RegExp(`at work \\(process ${String(running.child.pid)}\\)`));
    const before = await client.log();
    const again = refusalOf(await client.run(...createArgs(client)), 1, 'OperationRunning');
    assert.equal(again.details['pid'], running.child.pid);
    for (const how of ['resume', 'undo']) {
      const ended = await client.run('operations', how, operation.id, '--output', 'json');
      assert.equal(ended.code, 1, ended.stdout);
      assert.match(ended.stdout, /"OperationRunning"/);
    }
    assert.equal((await client.log()).length, before.length, 'nothing was asked meanwhile');
    await world.control.release(fault);
    assert.equal((await running.ended).code, 0);
    await assertClientLeftNothing(client);
  });

  it('is ended side by side with --all, each as it has to be', async () => {
    const clients = ['one', 'two', 'three'].map((name) => clientOf(world, `all-${name}`));
    const [first] = clients;
    assert.ok(first);
    // One machine: one state folder for all of them.
    const together = clients.map((client) => {
      const env = { ...client.env, XDG_STATE_HOME: first.env['XDG_STATE_HOME'] ?? '' };
      const start: Client['start'] = (...args) => client.startIn(env, ...args);
      return { ...client, stateFolder: first.stateFolder, start };
    });
    for (const [index, client] of together.entries()) {
      await killAt(client, createArgs(client), index === 0 ? FINALIZE : CHALLENGE);
    }
    const ended = await endAll(first, 'undo');
    assert.deepEqual(ended.map((each) => each.ended).toSorted(), ['issued', 'undone', 'undone']);
    for (const client of together) await assertClientLeftNothing(client);
    assert.equal((await first.certificate())?.versions.length, 1);
  });
});

describe('what is left of an issuance that succeeded', () => {
  it('is in its document and on stderr, though it is to be quiet, and cleaned up later', async () => {
    const client = clientOf(world, 'left');
    await client.fault({
      kind: 'fail',
      status: 409,
      body: { code: 'ScopeLocked', message: 'The scope cannot perform delete operation.' },
      match: { path: '/TXT/', method: 'DELETE' },
    });
    const ended = await client.run(...createArgs(client), '--quiet');
    const { leftovers, version } = issuedBy(ended);
    assert.equal(leftovers.length, 1);
    assert.match(leftovers[0] ?? '', /^TXT values at _acme-challenge\.left\.example\.com \(/);
    assert.match(ended.stderr, /^kvcert: contoso-prod\/left was issued\. Not everything .*$/m);
    const outcomes = await endAll(client, 'resume');
    assert.deepEqual(
      outcomes.map((each) => each.ended),
      ['cleaned-up'],
    );
    await assertClientLeftNothing(client);
    assert.equal((await client.certificate())?.versions[0]?.id, version);
  });
});

describe('a validation that fails', { concurrency: 4 }, () => {
  it('ends the issuance with what the CA says, and leaves nothing', async () => {
    const client = clientOf(world, 'rejected');
    const { running, fault } = await startHeld(client, createArgs(client), {
      ...CHALLENGE,
      count: 2,
    });
    const zone = world.ready.zones.find(({ name }) => name === 'example.com');
    await azureCaller(world.ready, 'stranger').ask(
      'DELETE',
      txtUrl(zone?.id ?? '', '_acme-challenge.rejected'),
    );
    await world.control.release(fault);
    const { details } = refusalOf(await running.ended, 1, 'ChallengeFailed');
    const failures = details['failures'] as readonly { name: string; detail: string }[];
    assert.ok(failures.length > 0);
    for (const { name, detail } of failures) {
      assert.match(name, /^(\*\.)?rejected\.example\.com$/);
      assert.notEqual(detail, '');
    }
    await assertClientLeftNothing(client);
    assert.deepEqual((await client.certificate())?.versions ?? [], []);
  });

  it('and one that was cancelled gives its authorizations back', async () => {
    const client = clientOf(world, 'given-back');
    const { running, fault } = await startHeld(client, createArgs(client), {
      match: { path: '/TXT/', method: 'PUT' },
    });
    running.child.kill('SIGINT');
    await running.saying('Cancelling');
    await world.control.release(fault);
    assert.equal((await running.ended).code, 130);
    const deactivated = (await client.log()).filter(
      ({ path, requestBody }) =>
        path.startsWith('/authZ') && JSON.stringify(requestBody).includes('"deactivated"'),
    );
    assert.deepEqual(
      deactivated.map(({ status }) => status),
      [200, 200],
    );
    await assertClientLeftNothing(client);
  });
});

async function listed(client: Client): Promise<readonly Shown[]> {
  const { code, stdout } = await client.run('operations', '--output', 'json');
  assert.equal(code, 0, stdout);
  return (JSON.parse(stdout) as { operations: readonly Shown[] }).operations;
}
