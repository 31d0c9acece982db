import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  ONE,
  TWO,
  assign,
  fixture,
  startArm,
  testWorld,
  vaultIn,
  zoneIn,
} from './arm-test-world.ts';
import type { Call, TestArm } from './arm-test-world.ts';

const PATH = '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';
const INVENTORY = `resources
| where type in~ ('microsoft.keyvault/vaults', 'microsoft.network/dnszones')
| project id, name, type, subscriptionId, resourceGroup, uri=tostring(properties.vaultUri), nameServers=properties.nameServers
| order by id asc`;
const world = testWorld({
  vaults: [vaultIn(ONE, 'first'), vaultIn(TWO, 'second')],
  zones: [zoneIn(ONE, 'example.com'), zoneIn(TWO, 'example.com')],
});

interface Result {
  readonly totalRecords: number;
  readonly count: number;
  readonly data: readonly Record<string, unknown>[];
  readonly facets: readonly unknown[];
  readonly resultTruncated: string;
  readonly $skipToken?: string;
}

async function query(arm: TestArm, body: object, rest: Partial<Call> = {}) {
  const answer = await arm.call({ method: 'POST', path: PATH, body, ...rest });
  return { ...answer, result: answer.json as Result };
}

describe('Resource Graph', () => {
  it('answers with the vaults and zones of every subscription', async () => {
    const { status, result } = await query(startArm(world), { query: INVENTORY });
    assert.equal(status, 200);
    assert.equal(result.totalRecords, 4);
    assert.deepEqual(result.facets, []);
    const vault = result.data.find(({ name }) => name === 'first');
    assert.deepEqual(vault, {
      id: vaultIn(ONE, 'first').id,
      name: 'first',
      type: 'microsoft.keyvault/vaults',
      subscriptionId: ONE,
      resourceGroup: 'rg',
      uri: 'https://first.vault.azure.net/',
      nameServers: null,
    });
    assert.deepEqual(
      result.data.map(({ id }) => id).sort(),
      result.data.map(({ id }) => id),
    );
  });

  it('shows a caller only what he may read', async () => {
    const roles = [
      assign('Reader', vaultIn(TWO, 'second').id),
      assign('DNS Zone Contributor', zoneIn(ONE, 'example.com').id),
    ];
    const { result } = await query(startArm(world), { query: INVENTORY }, { roles });
    assert.deepEqual(
      result.data.map(({ id }) => id),
      [zoneIn(ONE, 'example.com').id, vaultIn(TWO, 'second').id],
    );
  });

  it('asks only the subscriptions that are named', async () => {
    const arm = startArm(world);
    const { result } = await query(arm, { query: INVENTORY, subscriptions: [TWO] });
    assert.deepEqual([...new Set(result.data.map(({ subscriptionId }) => subscriptionId))], [TWO]);
    const none = await query(arm, { query: INVENTORY, subscriptions: ['gone'] });
    assert.equal(none.status, 400);
    assert.equal(detailsOf(none.json).at(-1)?.['code'], 'NoValidSubscriptionsInQueryRequest');
  });

  it('pages by token, "false" while more follows, as recorded', async () => {
    const recorded = fixture('resource-graph', 'query-objectArray-skiptoken-200').response;
    const arm = startArm(world);
    const seen: unknown[] = [];
    let token: string | undefined;
    do {
      const options = { $top: 3, ...(token === undefined ? {} : { $skipToken: token }) };
      const { result } = await query(arm, { query: INVENTORY, options });
      if (token === undefined) {
        const members = recorded.body as Result;
        assert.deepEqual(Object.keys(result), Object.keys(members));
        assert.equal(result.resultTruncated, members.resultTruncated);
        assert.equal(result.$skipToken?.slice(0, 16), members.$skipToken?.slice(0, 16));
      }
      seen.push(...result.data.map(({ id }) => id));
      token = result.$skipToken;
    } while (token !== undefined);
    assert.equal(seen.length, 4);
    assert.equal(new Set(seen).size, 4);
  });

  it('gives no token where it cannot page: without id, and with take', async () => {
    const arm = startArm(world);
    for (const text of ['resources | project name', 'resources | take 4']) {
      const { result } = await query(arm, { query: text, options: { $top: 2 } });
      assert.equal(result.$skipToken, undefined);
      assert.equal(result.resultTruncated, 'true');
      assert.equal(result.count, 2);
    }
  });

  it('$skip and $top reach into the rows, and their bounds are checked', async () => {
    const arm = startArm(world);
    const { result } = await query(arm, { query: INVENTORY, options: { $skip: 1, $top: 2 } });
    assert.equal(result.count, 2);
    const all = await query(arm, { query: INVENTORY });
    assert.deepEqual(result.data, all.result.data.slice(1, 3));
    for (const options of [{ $top: 1001 }, { $top: 0 }, { $skip: -1 }, { $skipToken: 'x' }]) {
      assert.equal((await query(arm, { query: INVENTORY, options })).status, 400);
    }
  });

  it('answers as a table where it is asked, and by default in 2019-04-01', async () => {
    const arm = startArm(world);
    const recorded = fixture('resource-graph', 'query-table-200').response.body as {
      data: { columns: { name: string; type: string }[] };
    };
    const type = (name: string) => recorded.data.columns.find((each) => each.name === name);
    const text = "where name == 'first' | project id, tags, properties";
    const path = PATH.replace('2024-04-01', '2019-04-01');
    const early = await query(arm, { query: text }, { path });
    const asked = await query(arm, { query: text, options: { resultFormat: 'table' } });
    assert.deepEqual(early.result.data, asked.result.data);
    assert.deepEqual(early.result.data, {
      columns: [type('id'), type('tags'), type('properties')],
      rows: (early.result.data as unknown as { rows: unknown }).rows,
    });
  });

  it('refuses a broken query as recorded', async () => {
    const { request, response } = fixture('resource-graph', 'query-400-parser');
    const answer = await startArm(world).call({
      ...request,
      body: { ...(request.body as object), subscriptions: [ONE] },
    });
    assert.equal(answer.status, 400);
    assert.deepEqual(withoutSupportLine(answer.json), withoutSupportLine(response.body));
  });

  it('names an operator that it does not have', async () => {
    const { json } = await query(startArm(world), { query: 'resources | summarize count()' });
    assert.deepEqual(
      detailsOf(json).map(({ code, token }) => ({ code, token })),
      [
        { code: 'InvalidQuery', token: undefined },
        { code: 'InvalidQueryLanguage', token: 'summarize' },
      ],
    );
  });

  it('counts queries, refused ones too, and answers 429 to the sixteenth in five seconds', async () => {
    const arm = startArm(world);
    const recorded = fixture('resource-graph', 'query-objectArray-skiptoken-200').response;
    const first = await query(arm, { query: INVENTORY });
    for (const [name, value] of Object.entries(recorded.headers ?? {})) {
      if (name.startsWith('x-ms-')) assert.equal(first.headers[name], value);
    }
    const broken = await query(arm, { query: 'nonsense nonsense' });
    assert.equal(broken.headers['x-ms-user-quota-remaining'], '13');
    for (let i = 3; i <= 15; i++) await query(arm, { query: INVENTORY });
    const over = await query(arm, { query: INVENTORY });
    assert.equal(over.status, 429);
    assert.equal(over.headers['x-ms-user-quota-remaining'], '0');
    arm.clock.now += 5000;
    assert.equal((await query(arm, { query: INVENTORY })).status, 200);
  });
});

function detailsOf(json: unknown): readonly Record<string, unknown>[] {
  return (json as { error: { details: Record<string, unknown>[] } }).error.details;
}

/** Time and correlation id differ from run to run. */
function withoutSupportLine(json: unknown): unknown {
  return JSON.parse(
    JSON.stringify(json).replace(/timestamp = [\d\-T:.Z]+, correlationId = [\w-]+/, ''),
  );
}
