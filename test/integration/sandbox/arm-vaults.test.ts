import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../sandbox/arm/json.ts';
import { ONE, fixture, startArm, testWorld, vaultIn } from './arm-test-world.ts';
import type { TestArm } from './arm-test-world.ts';

const LIST = `/subscriptions/${ONE}/providers/Microsoft.KeyVault/vaults?api-version=2026-02-01`;

describe('vaults in ARM', () => {
  it('are listed and read as recorded, with the nextLink to an empty page', async () => {
    const list = fixture('arm', 'vaults-list-by-subscription-200');
    const last = fixture('arm', 'vaults-list-last-page-200');
    const get = fixture('arm', 'vault-get-200');
    const recorded = get.response.body as {
      id: string;
      name: string;
      tags: Record<string, string>;
    };
    const arm = startArm(
      testWorld({
        resourceGroups: [
          { subscriptionId: ONE, name: 'test_keyvault', location: 'southcentralus' },
        ],
        vaults: [recordedVault(get.response.body as JsonObject, recorded)],
      }),
    );
    const listed = await arm.call(list.request);
    assert.deepEqual((listed.json as Page).value, (list.response.body as Page).value);
    const { nextLink = '' } = listed.json as Page;
    assert.equal(new URL(nextLink).pathname, new URL(last.request.path, nextLink).pathname);
    assert.equal(token(nextLink), token(new URL(last.request.path, nextLink).href));
    assert.deepEqual((await arm.call({ path: nextLink })).json, last.response.body);
    assert.deepEqual((await arm.call(get.request)).json, get.response.body);
  });

  it('are paged by $top, each vault once', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const arm = startArm(testWorld({ vaults: names.map((name) => vaultIn(ONE, name)) }));
    const pages = await walk(arm, `${LIST}&$top=2`);
    assert.deepEqual(pages, [['a', 'b'], ['c', 'd'], ['e'], []]);
  });

  it('a vault that is not there: 404 in the envelope of ARM', async () => {
    const recorded = fixture('arm', 'resource-404').response;
    const answer = await startArm(testWorld()).call({
      path: `${vaultIn(ONE, 'gone').id}?api-version=2026-02-01`,
    });
    assert.equal(answer.status, recorded.status);
    assert.equal(answer.headers['x-ms-failure-cause'], 'gateway');
    assert.deepEqual(
      answer.json,
      JSON.parse(
        JSON.stringify(recorded.body)
          .replace('Microsoft.Web/sites/custodian-test-app', 'Microsoft.KeyVault/vaults/gone')
          .replace('test_functionapp-reqs', 'rg'),
      ),
    );
  });

  it('a resource group that is not there: 404 ResourceGroupNotFound', async () => {
    const path = vaultIn(ONE, 'x').id.replace('/rg/', '/nowhere/');
    const answer = await startArm(testWorld()).call({ path: `${path}?api-version=2026-02-01` });
    assert.deepEqual(answer.json, {
      error: {
        code: 'ResourceGroupNotFound',
        message: "Resource group 'nowhere' could not be found.",
      },
    });
  });
});

/** The recording is of 2019-09-01, which had no members for soft delete, RBAC and networks. */
function recordedVault(
  body: JsonObject,
  { id, name, tags }: { id: string; name: string; tags: Record<string, string> },
) {
  const newer = {
    enableSoftDelete: undefined,
    softDeleteRetentionInDays: undefined,
    enableRbacAuthorization: undefined,
    publicNetworkAccess: undefined,
  };
  return {
    ...vaultIn(ONE, name),
    id,
    tags,
    location: 'southcentralus',
    properties: { ...newer, ...(body['properties'] as JsonObject) },
  };
}

async function walk(arm: TestArm, first: string): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = [];
  for (let path: string | undefined = first; path !== undefined;) {
    const page = (await arm.call({ path })).json as Page;
    pages.push(page.value.map(({ name }) => String(name)));
    path = page.nextLink;
  }
  return pages;
}

interface Page {
  readonly value: readonly JsonObject[];
  readonly nextLink?: string;
}

function token(link: string): string | null {
  return new URL(link).searchParams.get('$skiptoken');
}
