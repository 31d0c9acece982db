import assert from 'node:assert/strict';
import { Resolver } from 'node:dns/promises';
import { after, before, describe, it } from 'node:test';
import { ARM, startPeople, type People } from './people.ts';

describe('the world of delegations', () => {
  let people: People;
  let resolver: Resolver;
  before(async () => {
    people = await startPeople({ world: 'delegations' });
    resolver = new Resolver({ timeout: 2000, tries: 1 });
    resolver.setServers([people.sandbox.ready.dns]);
  });
  after(() => people.sandbox.close());

  const namesakes = () => people.sandbox.ready.zones.filter(({ name }) => name === 'example.net');

  it('has a zone name twice, in two subscriptions, of which one is delegated', async () => {
    const zones = namesakes();
    assert.equal(new Set(zones.map(({ id }) => id.split('/')[2])).size, 2);
    const delegated = (await resolver.resolveNs('example.net')).map((name) => `${name}.`);
    assert.deepEqual(delegated.sort(), [...(zones[1]?.nameServers ?? [])].sort());
    assert.notDeepEqual(zones[0]?.nameServers, zones[1]?.nameServers);
  });

  it('answers for a challenge two hops away with what stands in the delegated zone', async () => {
    const token = await people.tokenOf('operator@contoso.com', ARM);
    const url = (id: string) => `${ARM}${id}/TXT/alias.challenges?api-version=2018-05-01`;
    const body = (value: string) => ({ properties: { TTL: 1, TXTRecords: [{ value: [value] }] } });
    const [old, current] = namesakes();
    assert.equal((await people.send('PUT', url(old?.id ?? ''), token, body('old'))).status, 201);
    const put = await people.send('PUT', url(current?.id ?? ''), token, body('here'));
    assert.equal(put.status, 201);
    assert.deepEqual(await resolver.resolveTxt('_acme-challenge.alias.example.com'), [['here']]);
  });

  it('has a circle and a dead end', async () => {
    await assert.rejects(resolver.resolveTxt('_acme-challenge.loop.example.com'));
    await assert.rejects(resolver.resolveTxt('_acme-challenge.dangling.example.com'));
    await assert.rejects(resolver.resolveTxt('_acme-challenge.lost.example.com'));
  });

  it('names the limit of a record set where the zone has one, and null elsewhere', async () => {
    const token = await people.tokenOf('operator@contoso.com', ARM);
    const limit = async (name: string) => {
      const { id = '' } = people.sandbox.ready.zones.find((each) => each.name === name) ?? {};
      const { body } = await people.get(`${ARM}${id}?api-version=2018-05-01`, token);
      const { properties } = body as { properties: { maxNumberOfRecordsPerRecordSet: unknown } };
      return properties.maxNumberOfRecordsPerRecordSet;
    };
    assert.equal(await limit('limited.example'), 20);
    assert.equal(await limit('example.com'), null);
  });
});
