import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ResourceLock } from '../../sandbox/arm/resources.ts';
import { assign, fixture, ONE, startArm, testWorld, zoneIn } from './arm-test-world.ts';

const SUBSCRIPTION = `/subscriptions/${ONE}`;
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg`;
const ZONE = zoneIn(ONE, 'example.com');
const TXT = `${ZONE.id}/TXT/_acme-challenge`;
const LOCKS: readonly ResourceLock[] = [
  { scope: GROUP, level: 'CanNotDelete', name: 'group', notes: 'Ask the network team.' },
  { scope: ZONE.id, level: 'ReadOnly', name: 'zone' },
  { scope: TXT, level: 'CanNotDelete', name: 'set' },
  { scope: `${ZONE.id}/TXT/www`, level: 'ReadOnly', name: 'neighbour' },
];

function start(locks = LOCKS) {
  const arm = startArm(testWorld({ zones: [ZONE], locks }));
  const list = async (scope: string, filter = '', roles = [assign('Reader', SUBSCRIPTION)]) => {
    const path = `${scope}/providers/Microsoft.Authorization/locks?api-version=2020-05-01${filter}`;
    return arm.call({ path, roles });
  };
  const names = async (scope: string, filter = '') =>
    ((await list(scope, filter)).json as { value: { name: string }[] }).value.map(
      ({ name }) => name,
    );
  return { ...arm, list, names };
}

describe('the list of locks', () => {
  it('has those of the scope, above it and below it', async () => {
    const { names } = start();
    assert.deepEqual(await names(TXT), ['group', 'zone', 'set']);
    assert.deepEqual(await names(ZONE.id), ['group', 'zone', 'set', 'neighbour']);
    assert.deepEqual(await names(GROUP), ['group', 'zone', 'set', 'neighbour']);
    assert.deepEqual(await names(ZONE.id, '&$filter=atScope()'), ['group', 'zone']);
    assert.deepEqual(await names(`${SUBSCRIPTION}/resourceGroups/other`), []);
  });

  it('looks as recorded', async () => {
    const [recorded] = (
      fixture('arm', 'locks-list-200').response.body as { value: Record<string, unknown>[] }
    ).value;
    const [own] = ((await start().list(TXT)).json as { value: Record<string, unknown>[] }).value;
    assert.deepEqual(Object.keys(own ?? {}), Object.keys(recorded ?? {}));
    assert.deepEqual(own?.['properties'], {
      level: 'CanNotDelete',
      notes: 'Ask the network team.',
    });
    assert.match(String(own['id']), /\/resourcegroups\/rg\/providers\/Microsoft.Authorization\//);
  });

  it('is for those who may read it', async () => {
    const { list } = start();
    assert.equal((await list(TXT, '', [assign('DNS Zone Contributor', TXT)])).status, 200);
    assert.equal((await list(TXT, '', [assign('Contoso TXT Record Operator', TXT)])).status, 403);
  });
});

describe('a lock', () => {
  const write = {
    method: 'PUT',
    path: `${TXT}?api-version=2018-05-01`,
    body: { properties: { TTL: 60, TXTRecords: [{ value: ['x'] }] } },
  };
  const remove = { method: 'DELETE', path: write.path };

  it('that is put while the sandbox runs holds until it is taken away', async () => {
    const arm = start([]);
    assert.equal((await arm.call(write)).status, 201);
    arm.locks.add({ scope: GROUP, level: 'CanNotDelete' });
    assert.equal((await arm.call(write)).status, 200);
    const refused = await arm.call(remove);
    assert.equal(refused.status, 409);
    assert.match(JSON.stringify(refused.json), /ScopeLocked/);
    arm.locks.add({ scope: ZONE.id, level: 'ReadOnly' });
    assert.equal((await arm.call(write)).status, 409);
    arm.locks.reset();
    assert.equal((await arm.call(remove)).status, 200);
  });
});
