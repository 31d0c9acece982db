/** What Azure tells of rights and locks, from answers that come in pages, or not at all. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAzureAccess } from '../../../src/azure/access.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { scriptedAzure, type Answer, type Sent } from './scripted-azure.ts';

const ARM = 'https://management.azure.com';
const SCOPE = '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/web';
const LOCKS = `${SCOPE}/providers/Microsoft.Authorization/locks`;
const CALLER = { objectId: 'me', tenantId: 'tenant' };

const lock = (name: string, level: string) => ({
  id: `${LOCKS}/${name}`,
  name,
  properties: { level },
});

/** Answers with these pages, each of which names the next. */
function inPages(pages: readonly (readonly unknown[])[]): (sent: Sent) => Answer {
  return ({ url }) => {
    const nth = Number(url.searchParams.get('$skiptoken') ?? 0);
    const next = `${ARM}${url.pathname}?api-version=1&$skiptoken=${nth + 1}`;
    return {
      status: 200,
      body: { value: pages[nth] ?? [], ...(nth + 1 < pages.length && { nextLink: next }) },
    };
  };
}

describe('rights and locks', () => {
  it('are read to the last page', async () => {
    const azure = scriptedAzure(
      inPages([[lock('one', 'CanNotDelete')], [], [lock('two', 'ReadOnly')]]),
    );
    const locks = await createAzureAccess(azure.context).locks(SCOPE);
    assert.deepEqual(locks, [
      { scope: SCOPE, name: 'one', level: 'CanNotDelete' },
      { scope: SCOPE, name: 'two', level: 'ReadOnly' },
    ]);
    assert.equal(azure.sent.length, 3);
  });

  it('of a lock that locks nothing are none', async () => {
    const azure = scriptedAzure(inPages([[lock('none', 'NotSpecified')]]));
    assert.deepEqual(await createAzureAccess(azure.context).locks(SCOPE), []);
  });

  it('send the token to no other host that a page names', async () => {
    const azure = scriptedAzure(() => ({
      status: 200,
      body: { value: [], nextLink: 'https://elsewhere.example/next' },
    }));
    await assert.rejects(createAzureAccess(azure.context).permissions(SCOPE), (error) =>
      isCertError(error, 'UnexpectedAnswer'),
    );
    assert.equal(azure.sent.length, 1);
  });

  it('end where the pages do not', async () => {
    const azure = scriptedAzure(({ url }) => ({
      status: 200,
      body: { value: [], nextLink: url.href },
    }));
    await assert.rejects(createAzureAccess(azure.context).locks(SCOPE), (error) =>
      isCertError(error, 'UnexpectedAnswer'),
    );
    assert.equal(azure.sent.length, 100);
  });

  it('hidden in a group are found on a later page', async () => {
    const user = { properties: { principalType: 'User' } };
    const group = { properties: { principalType: 'Group' } };
    const azure = scriptedAzure((sent) =>
      sent.url.pathname.endsWith('/roleAssignments')
        ? inPages([[user], [group]])(sent)
        : inPages([[]])(sent),
    );
    const hidden = await createAzureAccess(azure.context).hiddenGrants(SCOPE, CALLER);
    assert.deepEqual(hidden, ['group']);
  });

  it('that may be activated are told, and those that may not be read', async () => {
    const azure = scriptedAzure((sent) =>
      sent.url.pathname.endsWith('/roleAssignments')
        ? { status: 403, body: { error: { code: 'AuthorizationFailed', message: 'no' } } }
        : inPages([[], [{}]])(sent),
    );
    const hidden = await createAzureAccess(azure.context).hiddenGrants(SCOPE, CALLER);
    assert.deepEqual(hidden, ['eligible', 'unreadable']);
  });

  it('are those of access policies only where the vault does not go by roles', async () => {
    const accessPolicies = [
      { objectId: 'me', permissions: { certificates: ['get', 'create'] } },
      { objectId: null, permissions: null },
    ];
    const policiesOf = (properties: object) =>
      createAzureAccess(
        scriptedAzure(() => ({ status: 200, body: { properties } })).context,
      ).accessPolicies(`${SCOPE}/providers/Microsoft.KeyVault/vaults/v`);
    assert.equal(await policiesOf({ enableRbacAuthorization: true, accessPolicies }), undefined);
    assert.deepEqual(await policiesOf({ accessPolicies }), [
      { objectId: 'me', certificates: ['get', 'create'] },
      { objectId: '', certificates: [] },
    ]);
  });
});
