import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgePolicies, judgeRights, type Permission } from '../../../src/domain/azure-rights.ts';

const WRITE = { plane: 'control', action: 'Microsoft.Network/dnsZones/TXT/write' } as const;
const CREATE = {
  plane: 'data',
  action: 'Microsoft.KeyVault/vaults/certificates/create/action',
} as const;

function permission(change: Partial<Permission>): Permission {
  return {
    actions: [],
    notActions: [],
    dataActions: [],
    notDataActions: [],
    isConditional: false,
    ...change,
  };
}

describe('rights by roles', () => {
  for (const [what, permissions, missing] of [
    ['nothing', [], [WRITE.action]],
    [
      'a wildcard, in another case',
      [permission({ actions: ['microsoft.network/dnszones/*'] })],
      [],
    ],
    ['everything', [permission({ actions: ['*'] })], []],
    ['reading alone', [permission({ actions: ['*/read'] })], [WRITE.action]],
    ['the same on data', [permission({ dataActions: ['*'] })], [WRITE.action]],
    [
      'what the same role takes away',
      [permission({ actions: ['*'], notActions: ['Microsoft.Network/*/write'] })],
      [WRITE.action],
    ],
    [
      'what another role takes away from itself',
      [
        permission({ actions: ['*'], notActions: ['Microsoft.Network/*'] }),
        permission({ actions: ['Microsoft.Network/dnsZones/TXT/*'] }),
      ],
      [],
    ],
    [
      'a dot that stands for itself',
      [permission({ actions: ['MicrosoftxNetwork/*'] })],
      [WRITE.action],
    ],
  ] as const) {
    it(`from ${what}`, () => {
      assert.deepEqual(judgeRights(permissions, [WRITE]), { missing, conditional: [] });
    });
  }

  it('on data come from data actions', () => {
    const officer = permission({ dataActions: ['Microsoft.KeyVault/vaults/certificates/*'] });
    assert.deepEqual(judgeRights([officer], [CREATE]).missing, []);
    assert.deepEqual(judgeRights([permission({ actions: ['*'] })], [CREATE]).missing, [
      CREATE.action,
    ]);
  });

  it('under a condition are not known', () => {
    const verdict = judgeRights([permission({ actions: ['*'], isConditional: true })], [WRITE]);
    assert.deepEqual(verdict, { missing: [WRITE.action], conditional: [WRITE.action] });
  });
});

describe('rights by access policies', () => {
  const NEEDED = ['get', 'create'];

  it('are those of the own entry, in any case, or all', () => {
    for (const certificates of [['Get', 'Create', 'List'], ['all']]) {
      const verdict = judgePolicies([{ objectId: 'ME', certificates }], { objectId: 'me' }, NEEDED);
      assert.deepEqual(verdict, { missing: [], elsewhere: false });
    }
  });

  it('may come through a group where another entry gives what is missing', () => {
    const own = { objectId: 'me', certificates: ['get'] };
    const other = { objectId: 'them', certificates: ['create'] };
    const reader = { objectId: 'them', certificates: ['get'] };
    assert.deepEqual(judgePolicies([own, other], { objectId: 'me' }, NEEDED), {
      missing: ['create'],
      elsewhere: true,
    });
    assert.deepEqual(judgePolicies([reader], { objectId: 'me' }, NEEDED), {
      missing: NEEDED,
      elsewhere: false,
    });
  });
});
