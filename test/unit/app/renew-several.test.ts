import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renewSeveral, type Renewal, type RenewalOutcome } from '../../../src/app/renew-several.ts';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import { CertError, type ErrorCode } from '../../../src/domain/errors.ts';
import type { IssuedCertificate } from '../../../src/domain/issuance.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import type { Tags, Vault } from '../../../src/domain/key-vault.ts';
import { SILENT, SkippingClock } from '../acme/test-clock.ts';
import { FakeVault } from './fake-vault.ts';
import { Wire } from './wire.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const VAULT: Vault = {
  ...{ id: '/vaults/contoso', name: 'contoso', uri: 'https://contoso.vault.azure.example' },
  ...{ subscriptionId: 's', resourceGroup: 'g', tenantId: 't', location: 'l' },
};

const SILENT_REPORTER = {
  ...{ started: nothing, detail: nothing, finished: nothing, note: nothing },
};

class World {
  readonly clock = new SkippingClock();
  readonly vault = new FakeVault(VAULT, new Wire());
  readonly obtained: string[] = [];
  atOnce = 0;
  most = 0;
  /** What happens to a certificate; it is renewed where nothing is said. */
  fate: (name: string) => Promise<unknown> = () => Promise.resolve();

  /** What expires first, where somebody says so. */
  before: (name: string) => Renewal['before'] = () => undefined;

  with(names: readonly string[], tags: Tags = {}): this {
    for (const name of names) {
      this.vault.put(name, acmePolicy([`${name}.example`], policyKeyOf('ec-p256')), tags);
    }
    return this;
  }

  async renew(names: readonly string[], signal = new AbortController().signal) {
    const renewals = names.map((name): Renewal => ({
      vault: VAULT,
      name,
      ca: 'letsencrypt',
      before: this.before(name),
    }));
    const ended = await renewSeveral(
      {
        obtain: async ({ target: { vault, name } }) => {
          this.obtained.push(`${vault}/${name}`);
          this.most = Math.max(this.most, (this.atOnce += 1));
          await this.fate(name).finally(() => (this.atOnce -= 1));
          return { name } as IssuedCertificate;
        },
        vaultOf: () => this.vault,
        clock: this.clock,
        log: SILENT,
      },
      renewals,
      () => SILENT_REPORTER,
      signal,
    );
    return ended.map(({ renewal: { name }, outcome }) => [name, inShort(outcome)]);
  }

  tag(name: string): string | undefined {
    const found = this.vault.contents.find((entry) => entry.name === name);
    return found?.versions[0]?.tags['kvcert-attempts'];
  }
}

const failing = (code: ErrorCode, facts: object = {}) =>
  Promise.reject(new CertError(code, facts as never));

describe('several renewals', () => {
  it('end in the order in which they were asked for, whatever becomes of others', async () => {
    const world = new World().with(['a', 'b', 'c']);
    world.fate = (name) => (name === 'b' ? failing('TxtConflict') : Promise.resolve());
    assert.deepEqual(await world.renew(['c', 'b', 'a']), [
      ['c', 'renewed'],
      ['b', 'failed TxtConflict 2026-06-01T00:01:00.000Z'],
      ['a', 'renewed'],
    ]);
    assert.deepEqual(world.obtained.toSorted(), ['contoso/a', 'contoso/b', 'contoso/c']);
  });

  it('begin with what expires first', async () => {
    const world = new World().with(['a', 'b', 'c']);
    world.before = (name) => ({
      notBefore: undefined,
      notAfter: name === 'a' ? undefined : new Date(NOW + (name === 'b' ? 2 : 1)),
    });
    await world.renew(['a', 'b', 'c']);
    assert.deepEqual(world.obtained, ['contoso/c', 'contoso/b', 'contoso/a']);
  });

  it('are put off where a limit of their CA is spent, which is no failure', async () => {
    const world = new World().with(['a']);
    const until = '2026-06-02T09:36:00.000Z';
    world.fate = () => failing('LimitSpent', { until });
    assert.deepEqual(await world.renew(['a']), [['a', `skipped LimitSpent ${until}`]]);
    assert.equal(world.tag('a'), undefined);
  });

  it('of one CA are ten at a time', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `n${index}`);
    const world = new World().with(names);
    world.fate = () => new Promise((resolve) => setTimeout(resolve, 1));
    const outcomes = await world.renew(names);
    assert.equal(outcomes.filter(([, outcome]) => outcome === 'renewed').length, 25);
    assert.equal(world.most, 10);
  });

  it('are skipped where somebody else is at work', async () => {
    const world = new World().with(['a', 'b']);
    const until = '2026-06-01T00:20:00.000Z';
    world.fate = (name) =>
      name === 'a' ? failing('WorkInProgress', { until }) : failing('OperationRunning');
    assert.deepEqual(await world.renew(['a', 'b']), [
      ['a', `skipped WorkInProgress ${until}`],
      ['b', 'skipped OperationRunning'],
    ]);
    assert.equal(world.tag('a'), undefined);
  });

  it('that are cancelled have failed, and nothing is noted', async () => {
    const world = new World().with(['a', 'b']);
    const controller = new AbortController();
    world.fate = () => {
      controller.abort(new Error('enough'));
      return Promise.reject(new Error('enough'));
    };
    const outcomes = await world.renew(['a', 'b'], controller.signal);
    assert.deepEqual(outcomes, [
      ['a', 'failed Cancelled'],
      ['b', 'failed Cancelled'],
    ]);
    assert.equal(world.tag('a'), undefined);
  });
});

describe('a renewal that fails', () => {
  it('is noted on the certificate, beside what is there', async () => {
    const world = new World().with(['a'], { team: 'web' });
    world.fate = () => failing('TxtConflict');
    await world.renew(['a']);
    const [entry] = world.vault.contents;
    assert.deepEqual(entry?.versions[0]?.tags, {
      team: 'web',
      'kvcert-attempts': `failed=1 last=${NOW / 1000} code=TxtConflict`,
    });
  });

  it('counts on from those before it, and remembers when the CA wants to be asked again', async () => {
    const before = `failed=2 last=${NOW / 1000 - 60} code=TxtConflict`;
    const world = new World().with(['a'], { 'kvcert-attempts': before });
    const retryAt = '2026-06-02T12:00:00.000Z';
    world.fate = () => failing('RateLimited', { retryAt });
    assert.deepEqual(await world.renew(['a']), [['a', `failed RateLimited ${retryAt}`]]);
    const retry = Date.parse(retryAt) / 1000;
    assert.equal(world.tag('a'), `failed=3 last=${NOW / 1000} code=RateLimited retry=${retry}`);
  });

  it('because nobody is signed in says nothing of the certificate', async () => {
    const world = new World().with(['a']);
    world.fate = () => failing('NotSignedIn');
    assert.deepEqual(await world.renew(['a']), [['a', 'failed NotSignedIn']]);
    assert.equal(world.tag('a'), undefined);
  });

  it('is not noted where its owner has taken all tags', async () => {
    const tags = Object.fromEntries(Array.from({ length: 13 }, (_, i) => [`tag-${i}`, 'x']));
    const world = new World().with(['a'], tags);
    world.fate = () => failing('TxtConflict');
    assert.deepEqual(await world.renew(['a']), [['a', 'failed TxtConflict']]);
    assert.equal(world.tag('a'), undefined);
  });

  it('of a certificate that is gone is told all the same', async () => {
    const world = new World();
    world.fate = () => failing('CertificateNotFound');
    assert.deepEqual(await world.renew(['a']), [['a', 'failed CertificateNotFound']]);
  });
});

function nothing(): void {
  // Nobody listens.
}

function inShort(outcome: RenewalOutcome): string {
  if (outcome.kind === 'renewed') return outcome.kind;
  const { kind, error, nextAttempt } = outcome;
  return [kind, error.code, nextAttempt?.toISOString()].filter(Boolean).join(' ');
}
