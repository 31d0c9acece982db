/** A CA that only a tag names: who is asked about it, and what comes of the answer. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseCa } from '../../../src/app/choose-ca.ts';
import { planIssuance } from '../../../src/app/plan-issuance.ts';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import type { IssuanceWish } from '../../../src/domain/issuance-wish.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import { IssuanceWorld, RENEW } from './issuance-world.ts';

const DIRECTORY = 'https://ca.example/directory';
const { signal } = new AbortController();

/** A certificate `www` whose tag names a CA that was never used here. */
function worldOf() {
  const world = new IssuanceWorld('no locks here');
  const tags = { 'kvcert-ca': DIRECTORY };
  world.vault.put('www', acmePolicy(['example.com'], policyKeyOf('ec-p256')), tags);
  const asked: string[] = [];
  const plan = (answer: boolean | 'nobody', wish: IssuanceWish = RENEW) => {
    const confirmCa = (ca: { directoryUrl: string }, { vault, name }: typeof RENEW.target) => {
      asked.push(`${vault}/${name} ${ca.directoryUrl}`);
      return Promise.resolve(answer === true);
    };
    const desk = answer === 'nobody' ? world.desk : { ...world.desk, confirmCa };
    return planIssuance({ ...desk, note: () => undefined }, wish, signal);
  };
  return { world, asked, plan };
}

function isNeverUsed(error: unknown): boolean {
  return isCertError(error, 'NotRenewable') && error.facts.reason.kind === 'ca-never-used';
}

describe('a CA that only a tag names', () => {
  it('is dealt with where the person says so', async () => {
    const { asked, plan } = worldOf();
    assert.equal((await plan(true)).ca.directoryUrl, DIRECTORY);
    assert.deepEqual(asked, [`contoso/www ${DIRECTORY}`]);
  });

  it('is asked nothing before', async () => {
    const { world, plan } = worldOf();
    await assert.rejects(plan(false), isNeverUsed);
    await assert.rejects(plan('nobody'), isNeverUsed);
    assert.ok(!world.wire.calls.some((call) => call.startsWith('ca.')));
  });

  it('is no question of what is renewed because it is due', async () => {
    const { asked, plan } = worldOf();
    const occasion = { kind: 'due', reason: 'window' } as const;
    await assert.rejects(plan(true, { ...RENEW, occasion }), isNeverUsed);
    assert.deepEqual(asked, []);
  });

  it('is no question where it is known, or has an account here', async () => {
    const { world, asked, plan } = worldOf();
    const account = { directoryUrl: DIRECTORY, key: 'key', url: undefined, agreedTerms: undefined };
    await world.accounts.add(account);
    assert.equal((await plan(false)).ca.directoryUrl, DIRECTORY);
    const known = await chooseCa(
      { accounts: world.accounts, confirmCa: () => Promise.reject(new Error('nobody is asked')) },
      { kind: 'create', target: RENEW.target },
      undefined,
      signal,
    );
    assert.equal(known.id, 'letsencrypt');
    assert.deepEqual(asked, []);
  });
});
