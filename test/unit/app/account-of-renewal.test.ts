/** Of several accounts at a CA, a renewal goes to the one that has ordered the certificate. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import { IssuanceWorld, RENEW, withLockFolder } from './issuance-world.ts';

const CA_URL = 'https://ca.example/directory';

/** Two accounts, the second of which issues; the certificate's tag names `account`. */
async function worldOf(folder: string, account: (first: string) => string) {
  const world = new IssuanceWorld(folder);
  const { terms } = world.ca.offer;
  const register = async (key: string, eabKid: string, created: string): Promise<string> => {
    const url = await world.ca.registerAccount(world.ca.localSigner(key));
    await world.accounts.add({
      ...{ directoryUrl: CA_URL, key, url, agreedTerms: terms, eabKid, created },
    });
    return url;
  };
  const first = await register('first', 'kid-1', '2026-01-01T00:00:00.000Z');
  const second = await register('second', 'kid-2', '2026-02-01T00:00:00.000Z');
  world.vault.put('www', acmePolicy(['example.com'], policyKeyOf('ec-p256')), {
    'kvcert-ca': `${CA_URL} account=${account(first)}`,
  });
  return { world, first, second };
}

describe('a renewal where several accounts are known', () => {
  it('goes to the account that the tag names', () =>
    withLockFolder(async (folder) => {
      const { world, first, second } = await worldOf(folder, (url) => url);
      assert.notEqual(first, second);
      await world.obtain(RENEW);
      const [ending] = world.endings;
      assert.equal(ending?.account, first);
    }));

  it('goes to the one that issues where the named one is not known here', () =>
    withLockFolder(async (folder) => {
      const { world, second } = await worldOf(folder, () => 'https://ca.example/account/gone');
      await world.obtain(RENEW);
      assert.equal(world.endings[0]?.account, second);
    }));

  it('goes to the one that is asked for, which has to be known here', () =>
    withLockFolder(async (folder) => {
      const { world, second } = await worldOf(folder, (url) => url);
      await world.obtain({ ...RENEW, account: second });
      assert.equal(world.endings[0]?.account, second);
      const account = 'https://ca.example/account/gone';
      await assert.rejects(world.obtain({ ...RENEW, account }), {
        code: 'AccountNotFound',
        facts: { ca: 'ca.example', choice: CA_URL, url: account },
      });
      assert.equal(world.endings[1]?.outcome, 'failed');
    }));

  it('goes to the one that issues where another CA is asked', () =>
    withLockFolder(async (folder) => {
      const { world, second } = await worldOf(folder, (url) => url);
      const named = world.vault.contents[0]?.versions[0]?.tags['kvcert-ca'];
      assert.match(named ?? '', /account=/);
      const bundle = await world.vault.get('www');
      await world.vault.replaceTags('www', bundle?.version ?? '', {
        'kvcert-ca': (named ?? '').replace(CA_URL, 'letsencrypt'),
      });
      const ca = { id: CA_URL, name: 'ca.example', directoryUrl: CA_URL };
      await world.obtain({ ...RENEW, ca });
      assert.equal(world.endings[0]?.account, second);
    }));
});
