import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DnsManagementClient } from '@azure/arm-dns';
import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import type { HttpClient, PipelineRequest } from '@azure/core-rest-pipeline';
import { ONE, TWO, startArm, testWorld, vaultIn, zoneIn } from './arm-test-world.ts';
import type { TestArm } from './arm-test-world.ts';

const credential = {
  getToken: () => Promise.resolve({ token: 'made-here', expiresOnTimestamp: Infinity }),
};

/** The SDKs' requests, handed to the stand-in without sockets. */
function httpClient(arm: TestArm): HttpClient {
  return {
    sendRequest: async (request: PipelineRequest) => {
      const headers = Object.fromEntries(
        Object.entries(request.headers.toJSON()).map(([name, value]) => [
          name.toLowerCase(),
          value,
        ]),
      );
      const { authorization, ...rest } = headers;
      assert.equal(authorization, 'Bearer made-here');
      const { pathname, search } = new URL(request.url);
      const answer = await arm.call({
        method: request.method,
        path: pathname + search,
        headers: rest,
        ...(typeof request.body === 'string' ? { body: JSON.parse(request.body) as unknown } : {}),
      });
      const { status, json } = answer;
      return {
        request,
        status,
        headers: createHttpHeaders(answer.headers),
        bodyAsText: json === undefined ? '' : JSON.stringify(json),
      };
    },
  };
}

describe("Azure's own clients", () => {
  const world = testWorld({
    zones: [zoneIn(ONE, 'example.com'), zoneIn(ONE, 'example.org')],
    vaults: [vaultIn(ONE, 'first'), vaultIn(TWO, 'second')],
  });

  it('arm-dns writes a TXT record set under If-None-Match and If-Match', async () => {
    const client = new DnsManagementClient(credential, ONE, {
      httpClient: httpClient(startArm(world)),
    });
    const put = (values: readonly string[], condition: object) =>
      client.recordSets.createOrUpdate(
        'rg',
        'example.com',
        '_acme-challenge',
        'TXT',
        {
          ttl: 60,
          metadata: { owner: 'kvcert' },
          txtRecords: values.map((value) => ({ value: [value] })),
        },
        condition,
      );
    const first = await put(['a'], { ifNoneMatch: '*' });
    await assert.rejects(put(['b'], { ifNoneMatch: '*' }), isPreconditionFailed);
    const second = await put(['a', 'b'], { ifMatch: first.etag });
    await assert.rejects(put(['c'], { ifMatch: first.etag }), isPreconditionFailed);
    const read = await client.recordSets.get('rg', 'example.com', '_acme-challenge', 'TXT');
    assert.equal(read.etag, second.etag);
    assert.deepEqual(read.metadata, { owner: 'kvcert' });
    assert.equal(read.fqdn, '_acme-challenge.example.com.');
    assert.deepEqual(
      read.txtRecords?.map(({ value }) => value),
      [['a'], ['b']],
    );
    const stale = { ifMatch: first.etag ?? '' };
    const remove = (condition: object) =>
      client.recordSets.delete('rg', 'example.com', '_acme-challenge', 'TXT', condition);
    await assert.rejects(remove(stale), isPreconditionFailed);
    await remove({ ifMatch: second.etag });
    await remove({});
  });

  it('arm-dns walks pages of zones and of record sets', async () => {
    const client = new DnsManagementClient(credential, ONE, {
      httpClient: httpClient(startArm(world)),
    });
    const zones = await collect(client.zones.list({ top: 1 }));
    assert.deepEqual(
      zones.map(({ name }) => name),
      ['example.com', 'example.org'],
    );
    assert.equal(zones[0]?.maxNumberOfRecordsPerRecordSet, null);
    const sets = await collect(client.recordSets.listAllByDnsZone('rg', 'example.com', { top: 1 }));
    assert.deepEqual(
      sets.map(({ type }) => type),
      ['Microsoft.Network/dnszones/NS', 'Microsoft.Network/dnszones/SOA'],
    );
  });

  it('arm-resources-subscriptions lists tenants and subscriptions', async () => {
    const client = new SubscriptionClient(credential, { httpClient: httpClient(startArm(world)) });
    const subscriptions = await collect(client.subscriptions.list());
    assert.deepEqual(
      subscriptions.map(({ subscriptionId, state }) => [subscriptionId, state]),
      [
        [ONE, 'Enabled'],
        [TWO, 'Enabled'],
      ],
    );
    assert.equal((await collect(client.tenants.list())).length, 1);
  });

  it('arm-resourcegraph pages through a query', async () => {
    const client = new ResourceGraphClient(credential, { httpClient: httpClient(startArm(world)) });
    const seen: unknown[] = [];
    let skipToken: string | undefined;
    do {
      const page = await client.resources({
        query:
          "resources | where type =~ 'Microsoft.KeyVault/vaults' | project id | order by id asc",
        options: { top: 1, ...(skipToken === undefined ? {} : { skipToken }) },
      });
      seen.push(...(page.data as { id: string }[]).map(({ id }) => id));
      ({ skipToken } = page);
    } while (skipToken !== undefined);
    assert.deepEqual(seen, [vaultIn(ONE, 'first').id, vaultIn(TWO, 'second').id]);
  });
});

function isPreconditionFailed(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 412;
}

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
