import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { abandonedOperation, refusePending } from '../../../src/app/name-check.ts';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import { isCertError, type ErrorCode } from '../../../src/domain/errors.ts';
import { policyKeyOf, type KeyType } from '../../../src/domain/key-type.ts';
import type { Tags } from '../../../src/domain/key-vault.ts';
import { formatClaim, OWNER_TAG } from '../../../src/domain/ownership.ts';
import { SkippingClock } from '../acme/test-clock.ts';
import { fakePki } from './fake-pki.ts';
import { FakeVault } from './fake-vault.ts';
import { Wire } from './wire.ts';

const NAMES = ['example.com', '*.example.com'];
const OURS = 'a'.repeat(16);
const OTHERS = 'b'.repeat(16);
const { signal } = new AbortController();

function scene() {
  const clock = new SkippingClock();
  const vault = new FakeVault({ name: 'contoso' }, new Wire());
  const policy = acmePolicy(NAMES, policyKeyOf('rsa-2048'));
  const wanted = { id: OURS, name: 'www', dnsNames: NAMES, policy };
  return { clock, vault, services: { vault, pki: fakePki, clock }, wanted };
}

/** The tags that a run leaves that began now, or whose time is over. */
function tags(when: 'live' | 'over', run = OTHERS, certificate = 'contoso/www'): Tags {
  const now = new SkippingClock().now() / 1000;
  const until = when === 'live' ? now + 1 : now;
  return { [OWNER_TAG]: formatClaim({ run, certificate, owner: 'bob@pc', since: 1, until }) };
}

/** What is under the name: a certificate, an operation or both, with the tags of each. */
interface Found {
  readonly issued?: Tags;
  readonly pending?: Tags;
  readonly pendingNames?: readonly string[];
  readonly pendingKey?: KeyType;
}

describe('is the name free?', () => {
  const table: readonly [string, Found, 'free' | 'abandoned' | ErrorCode][] = [
    ['nothing', {}, 'free'],
    ['a certificate', { issued: {} }, 'free'],
    ['a certificate that another run is renewing', { issued: tags('live') }, 'WorkInProgress'],
    ['a certificate with a claim whose time is over', { issued: tags('over') }, 'free'],
    ['a certificate with our own claim', { issued: tags('live', OURS) }, 'free'],
    [
      'a certificate with a claim that was copied from another',
      { issued: tags('live', OTHERS, 'contoso/api') },
      'free',
    ],
    ["a stranger's operation", { pending: {} }, 'ForeignPendingOperation'],
    ['an operation of another run that is at work', { pending: tags('live') }, 'WorkInProgress'],
    ['an operation of another run whose time is over', { pending: tags('over') }, 'abandoned'],
    [
      'such an operation for other names',
      { pending: tags('over'), pendingNames: ['example.com'] },
      'ForeignPendingOperation',
    ],
    [
      'such an operation for another kind of key',
      { pending: tags('over'), pendingKey: 'rsa-4096' },
      'ForeignPendingOperation',
    ],
    [
      'an operation with a claim that was copied from another',
      { pending: tags('over', OTHERS, 'contoso/api') },
      'ForeignPendingOperation',
    ],
    [
      'a certificate with the claim of a live run and its operation',
      { issued: tags('live'), pending: tags('live') },
      'WorkInProgress',
    ],
    [
      'a certificate with the claim of a run whose time is over and its operation',
      { issued: tags('over'), pending: tags('over') },
      'abandoned',
    ],
    [
      "a certificate and a stranger's operation",
      { issued: {}, pending: {} },
      'ForeignPendingOperation',
    ],
  ];
  for (const [what, found, answer] of table) {
    it(`${answer}: ${what}`, async () => {
      const { vault, services, wanted } = scene();
      const { issued, pending, pendingNames = NAMES, pendingKey = 'rsa-2048' } = found;
      if (issued) vault.put('www', wanted.policy, issued);
      const policy = acmePolicy(pendingNames, policyKeyOf(pendingKey));
      const begun = pending && vault.begin('www', policy, pending);
      const before = vault.contents;
      const bundle = await vault.get('www');
      const ended = await abandonedOperation(services, wanted, bundle, signal).then(
        (id) => (id === undefined ? 'free' : id === begun?.requestId ? 'abandoned' : id),
        (error: unknown) => (isCertError(error) ? error.code : error),
      );
      assert.equal(ended, answer);
      assert.deepEqual(vault.contents, before);
    });
  }

  it('free: the empty entry of a creation that was undone, even with a live claim', async () => {
    const { vault, services, wanted } = scene();
    vault.begin('www', wanted.policy, tags('live'));
    await vault.deletePending('www');
    const bundle = await vault.get('www');
    assert.equal(await abandonedOperation(services, wanted, bundle, signal), undefined);
  });

  it('NameSoftDeleted: a deleted certificate that the vault still keeps', async () => {
    const { vault, services, wanted } = scene();
    vault.put('www', wanted.policy, {});
    vault.softDelete('www');
    await assert.rejects(abandonedOperation(services, wanted, undefined, signal), (error) =>
      isCertError(error, 'NameSoftDeleted'),
    );
  });

  it('says how the operation differs from what is asked', async () => {
    const { vault, services, wanted } = scene();
    vault.begin('www', acmePolicy(['x.example'], policyKeyOf('ec-p256')), {});
    const bundle = await vault.get('www');
    await assert.rejects(abandonedOperation(services, wanted, bundle, signal), (error) => {
      assert.ok(isCertError(error, 'ForeignPendingOperation'));
      assert.deepEqual(error.facts, {
        vault: 'contoso',
        name: 'www',
        issuer: 'Unknown',
        pendingNames: ['x.example'],
        differences: [
          { kind: 'names-missing', names: ['example.com', '*.example.com'] },
          { kind: 'names-unasked', names: ['x.example'] },
          { kind: 'other-key', found: 'EC P-256', asked: 'RSA 2048' },
        ],
      });
      return true;
    });
  });
});

describe('when Key Vault says that something is pending', () => {
  const table: readonly [string, Tags | undefined, ErrorCode][] = [
    ['another run', tags('live'), 'WorkInProgress'],
    ['a stranger', {}, 'ForeignPendingOperation'],
    ['ourselves, which cannot be', tags('live', OURS), 'ForeignPendingOperation'],
    ['nobody any more', undefined, 'ForeignPendingOperation'],
  ];
  for (const [who, pending, code] of table) {
    it(`the error is ${code} where it belongs to ${who}`, async () => {
      const { vault, services, wanted } = scene();
      if (pending) vault.begin('www', wanted.policy, pending);
      await assert.rejects(refusePending(services, wanted, signal), (error) =>
        isCertError(error, code),
      );
    });
  }
});
