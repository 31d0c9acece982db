/** What others do to a certificate, and what the CA does, between two steps of an issuance. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCertError, type ErrorCode } from '../../../src/domain/errors.ts';
import { parseClaim } from '../../../src/domain/ownership.ts';
import { CREATE, IssuanceWorld, RENEW, withLockFolder } from './issuance-world.ts';
import { killAt, type Wire } from './wire.ts';

function refusal(code: ErrorCode): (error: unknown) => boolean {
  return (error) => isCertError(error, code);
}

/** Does something right before the first call of a kind sets out. */
function before(call: string, work: () => void): Wire['fate'] {
  let done = false;
  return (_n, name) => {
    if (name === call && !done) {
      done = true;
      work();
    }
    return 'happens';
  };
}

const tagsOf = (world: IssuanceWorld, at = 0): Readonly<Record<string, string>> =>
  world.contents.vault[0]?.versions[at]?.tags ?? {};

describe('while an issuance is planned, others', () => {
  it('may set tags, which stay on both versions', () =>
    withLockFolder(async (folder) => {
      const world = await new IssuanceWorld(folder).withCertificate();
      const tags = { ...tagsOf(world), added: 'meanwhile' };
      world.wire.fate = before('ca.directory', () => {
        world.vault.change('www', { tags });
      });
      await world.obtain(RENEW);
      assert.equal(tagsOf(world, 0)['added'], 'meanwhile');
      assert.deepEqual(tagsOf(world, 1), tags);
    }));

  it('may claim the certificate, and keep their claim', () =>
    withLockFolder(async (folder) => {
      const world = await new IssuanceWorld(folder).withCertificate();
      const until = Math.floor(world.clock.now() / 1000) + 600;
      const claim = `run=bbbbbbbbbbbbbbbb since=1 until=${until} by=bob@pc for=contoso/www`;
      const tags = { ...tagsOf(world), 'kvcert-owner': claim };
      world.wire.fate = before('ca.directory', () => {
        world.vault.change('www', { tags });
      });
      await assert.rejects(world.obtain(RENEW), refusal('WorkInProgress'));
      assert.deepEqual(tagsOf(world), tags);
    }));
});

describe('an issuance of which something was left when it was done', () => {
  it('is cleaned up before the next renewal, not taken for it', () =>
    withLockFolder(async (folder) => {
      const world = await new IssuanceWorld(folder).withCertificate();
      world.wire.fate = (_n, call) => (call === 'dns.delete' ? 'never-happens' : 'happens');
      const first = await world.obtain(RENEW);
      assert.ok(first.leftovers.length > 0);
      for (const { trace, error } of first.leftovers) {
        assert.equal(trace.kind, 'txt-values');
        assert.match(trace.record, /^_acme-challenge\./);
        assert.equal(error.code, 'HostUnreachable');
      }
      assert.equal(world.journal.ids.length, 1);
      world.wire.fate = () => 'happens';
      const second = await world.obtain(RENEW);
      assert.notEqual(second.version, first.version);
      assert.deepEqual(second.leftovers, []);
      assert.equal(world.history.length, 2);
      assert.deepEqual(world.journal.ids, []);
    }));
});

describe('an issuance whose entry cannot be taken out of the journal', () => {
  it('is done, and says so', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      world.wire.fate = (_n, call) => (call === 'journal.remove' ? 'never-happens' : 'happens');
      const { leftovers } = await world.obtain(CREATE);
      assert.deepEqual(
        leftovers.map(({ trace }) => trace),
        [{ kind: 'journal-entry' }],
      );
      world.wire.fate = () => 'happens';
      assert.deepEqual(await world.end('resume'), [
        { id: '0000000000000001', ended: 'cleaned-up' },
      ]);
      assert.deepEqual(world.journal.ids, []);
    }));
});

describe('an issuance that nothing can complete any more', () => {
  it('ends when the certificate was deleted after the merge', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      const verify = (): void => {
        world.vault.softDelete('www');
      };
      world.wire.fate = (_n, call) => {
        const merged = world.wire.calls.includes('vault.merge');
        if (merged && call === 'vault.get') verify();
        return 'happens';
      };
      await assert.rejects(world.obtain(CREATE), refusal('CertificateChanged'));
      assert.deepEqual(world.journal.ids, []);
    }));
});

describe('a first creation that is taken up again', () => {
  it('says anew until when it is at work', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      const calls = await callsOf(folder);
      world.wire.fate = killAt(calls.indexOf('ca.finalize') + 1, 'never-happens');
      await assert.rejects(world.obtain(CREATE));
      const old = parseClaim(tagsOf(world)['kvcert-owner']);
      await world.clock.sleep(20 * 60_000);
      const until: (number | undefined)[] = [];
      world.wire.fate = (_n, call) => {
        if (call === 'ca.finalize') until.push(parseClaim(tagsOf(world)['kvcert-owner'])?.until);
        return 'happens';
      };
      await world.end('resume');
      assert.ok((until[0] ?? 0) >= (old?.until ?? Infinity) + 20 * 60, String(until[0]));
    }));
});

describe('undoing without an account', () => {
  it('does not register one with the CA', () =>
    withLockFolder(async (folder) => {
      const world = new IssuanceWorld(folder);
      const calls = await callsOf(folder);
      world.wire.fate = killAt(calls.indexOf('vault.createPending') + 1, 'never-happens');
      await assert.rejects(world.obtain(CREATE));
      world.accounts.forget();
      world.wire.fate = () => 'happens';
      world.wire.calls.length = 0;
      await world.end('undo');
      assert.deepEqual(
        world.wire.calls.filter((call) => call === 'ca.registerAccount'),
        [],
      );
      assert.deepEqual(world.journal.ids, []);
    }));
});

/** The calls of a creation that nobody disturbs. */
async function callsOf(folder: string): Promise<readonly string[]> {
  const world = new IssuanceWorld(folder);
  await world.obtain(CREATE);
  return world.wire.calls;
}
