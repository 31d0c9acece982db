import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startFront, type Front } from './front.ts';

describe('the control endpoint', () => {
  let front: Front;
  before(async () => {
    front = await startFront();
  });
  after(() => front.close());

  for (const [method, path, body, sentence] of [
    ['POST', '/faults', 'no json', /not JSON/],
    ['POST', '/faults', {}, /`kind`/],
    ['POST', '/faults', { kind: 'explode' }, /`kind`/],
    ['POST', '/faults', { kind: 'drop', matches: {} }, /no member `matches`/],
    ['POST', '/faults', { kind: 'drop', match: { url: 'x' } }, /no member `url`/],
    ['POST', '/faults', { kind: 'drop', match: { api: 'graph' } }, /`match.api`/],
    ['POST', '/faults', { kind: 'drop', match: { path: '(' } }, /no regular expression/],
    ['POST', '/faults', { kind: 'drop', when: 'during' }, /`when`/],
    ['POST', '/faults', { kind: 'drop', nth: 0 }, /`nth`/],
    ['POST', '/faults', { kind: 'drop', count: 1.5 }, /`count`/],
    ['POST', '/faults', { kind: 'delay' }, /`ms`/],
    ['POST', '/faults', { kind: 'fail' }, /`status`/],
    ['POST', '/faults', { kind: 'fail', status: 500, headers: { a: 1 } }, /`headers`/],
    ['GET', '/faults/1?wait=forever', undefined, /`wait`/],
    ['GET', '/log?since=yesterday', undefined, /`since`/],
    ['PUT', '/clock', {}, /`offsetMs`/],
    ['PUT', '/clock', { offsetMs: 'soon' }, /`offsetMs`/],
    ['PUT', '/dns/first', { silent: 'yes' }, /`silent`/],
    ['PUT', '/dns/first', { visibleAfterMs: -1 }, /`visibleAfterMs`/],
    ['POST', '/locks', { scope: '/subscriptions/x', level: 'Deep' }, /`level`/],
    ['POST', '/locks', { scope: 'zone', level: 'ReadOnly' }, /`scope`/],
    ['PUT', '/role-assignments', {}, /`delayMs`/],
    ['PUT', '/issuers/vault/digi', {}, /`outcome`/],
    ['PUT', '/issuers/vault/digi', { outcome: 'fail', message: 1 }, /`message`/],
    ['PUT', '/issuers/vault/digi', { outcome: 'wait', afterMs: -1 }, /`afterMs`/],
    ['PUT', '/issuers/vault/digi', { outcome: 'wait', ignoresCancellation: 1 }, /`ignoresCanc/],
  ] as const) {
    it(`answers 400 to ${method} ${path} with ${JSON.stringify(body)}`, async () => {
      const answer = await front.ask(path, method, body);
      assert.equal(answer.status, 400);
      assert.match((answer.body as { error: string }).error, sentence);
    });
  }

  it('answers 404 and 405 to what it does not know', async () => {
    assert.equal((await front.ask('/nothing')).status, 404);
    assert.equal((await front.ask('/faults/99')).status, 404);
    assert.equal((await front.ask('/dns/third', 'PUT', {})).status, 404);
    assert.equal((await front.ask('/log', 'DELETE')).status, 405);
  });

  it('hands the behaviour of a name server on', async () => {
    const behaviour = { visibleAfterMs: 500, answerDelayMs: 0, silent: true };
    assert.equal((await front.ask('/dns/first', 'PUT', behaviour)).status, 200);
    assert.deepEqual(front.behaviours, [['first', behaviour]]);
  });

  it('tells the provider of an issuer what to do', async () => {
    const behaviour = { outcome: 'reject', afterMs: 5, message: 'No.', ignoresCancellation: true };
    assert.equal((await front.ask('/issuers/Vault/my%2ddigi', 'PUT', behaviour)).status, 200);
    assert.deepEqual(front.providers.behaviourOf('vault', 'my-digi'), behaviour);
  });

  it('moves the clock, replacing an earlier offset', async () => {
    await front.ask('/clock', 'PUT', { offsetMs: 86_400_000 });
    await front.ask('/clock', 'PUT', { offsetMs: -3_600_000 });
    const behind = Date.now() - front.now();
    assert.ok(behind > 3_500_000 && behind < 3_700_000);
  });

  it('puts resource locks, and takes them away again', async () => {
    const lock = { scope: '/subscriptions/x', level: 'ReadOnly', name: 'freeze' };
    assert.deepEqual(await front.ask('/locks', 'POST', lock), { status: 201, body: [lock] });
    assert.deepEqual((await front.ask('/locks')).body, [lock]);
    assert.deepEqual((await front.ask('/locks', 'DELETE')).body, []);
  });

  it('sets how long role assignments take', async () => {
    const { status, body } = await front.ask('/role-assignments', 'PUT', { delayMs: 60_000 });
    assert.deepEqual([status, body], [200, { delayMs: 60_000 }]);
  });

  it('shows the state that the parts offer', async () => {
    const { body } = await front.ask('/state');
    assert.deepEqual(body, { vaults: ['a vault'], zones: ['a zone'] });
  });
});
