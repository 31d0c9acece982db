import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError } from '../../../../src/domain/errors.ts';
import { DEFAULT_THRESHOLDS } from '../../../../src/domain/expiry.ts';
import {
  areSameDue,
  dueCertificates,
  type DueCertificate,
} from '../../../../src/vscode/expiry/due-certificates.ts';
import { DueReasons } from '../../../../src/vscode/expiry/due-reasons.ts';
import { ChosenSubscriptions } from '../../../../src/vscode/portfolio/chosen-subscriptions.ts';
import { Portfolio } from '../../../../src/vscode/portfolio/portfolio.ts';
import {
  ACCOUNT,
  certificateNamed,
  fakeDirectory,
  NOW,
  SUBSCRIPTION,
  TENANT,
  usable,
  vaultNamed,
} from '../fake-directory.ts';
import { memoryListing } from '../memory-listing.ts';

function due(name: string, change: Partial<DueCertificate> = {}): DueCertificate {
  const ref = { directory: 'oid.tid/tenant-1', vaultId: '/vaults/a', vault: 'a', name };
  return { ref, certificate: certificateNamed(name, 5), state: 'soon', ...change };
}

describe('two lists of certificates that are due', () => {
  it('are the same where another listing tells the same', () => {
    assert.ok(areSameDue([due('www'), due('api')], [due('www'), due('api')]));
    assert.ok(areSameDue([], []));
  });

  const one = due('www');
  const others: Readonly<Record<string, readonly DueCertificate[]>> = {
    'another certificate': [due('api')],
    'one more': [one, due('api')],
    'one less': [],
    'another state': [due('www', { state: 'urgent' })],
    'another vault': [due('www', { ref: { ...one.ref, vaultId: '/vaults/b' } })],
    'another directory': [due('www', { ref: { ...one.ref, directory: 'oid.tid/tenant-2' } })],
    'another version': [
      due('www', { certificate: certificateNamed('www', 5, { thumbprint: 'cd'.repeat(20) }) }),
    ],
  };
  for (const [what, list] of Object.entries(others)) {
    it(`differ by ${what}`, () => {
      assert.ok(!areSameDue([one], list));
    });
  }
});

describe('the certificates that are due', () => {
  it('are told once where two accounts see their vault, the nearest end first', async () => {
    const other = { id: 'other.tid', label: 'auditor@contoso.com' };
    const shown = vaultNamed('contoso-prod');
    const directories = [ACCOUNT, other].map((account, index) =>
      fakeDirectory(
        {
          subscriptions: () => Promise.resolve([SUBSCRIPTION]),
          // ARM changes the case of ids from answer to answer.
          vaults: () =>
            Promise.resolve([index === 0 ? shown : { ...shown, id: shown.id.toUpperCase() }]),
        },
        TENANT,
        account,
      ),
    );
    const portfolio = new Portfolio({
      source: {
        accounts: () => Promise.resolve(usable(ACCOUNT, other)),
        tenants: () => Promise.resolve([TENANT]),
        directory: (account) =>
          directories.find((each) => each.account === account) ?? fakeDirectory({}),
      },
      memory: memoryListing(),
      chosen: new ChosenSubscriptions({ get: () => undefined, update: () => Promise.resolve() }),
      clock: { now: () => NOW, sleep: () => Promise.resolve() },
      signal: new AbortController().signal,
    });
    await portfolio.load();
    const [first, second] = portfolio.vaults();
    assert.ok(first && second);
    const listing = {
      certificates: [
        certificateNamed('later', 20),
        certificateNamed('fine', 80),
        certificateNamed('soon', 3),
      ],
      listedAt: NOW,
      failure: undefined,
    };
    portfolio.listings.learn(second, listing);
    const reasons = new DueReasons();
    const reckon = () => dueCertificates(portfolio, DEFAULT_THRESHOLDS, new Date(NOW), reasons);
    const [throughSecond] = reckon();
    assert.equal(throughSecond?.ref.directory, second.directory.key, 'the first may not list it');
    const refused = new CertError('VaultForbidden', {
      ...{ vault: shown.name, gate: 'firewall', message: 'no' },
    });
    portfolio.listings.learn(first, { ...listing, failure: refused });
    const [notThroughRefused] = reckon();
    assert.equal(notThroughRefused?.ref.directory, second.directory.key);
    portfolio.listings.learn(first, { ...listing, listedAt: NOW + 1 });
    const due = reckon();
    assert.deepEqual(
      due.map(({ ref, state }) => [ref.directory, ref.name, state]),
      [
        ['oid.tid/tenant-1', 'soon', 'urgent'],
        ['oid.tid/tenant-1', 'later', 'soon'],
      ],
    );
    // The CA wants one early that its dates leave alone; another account has asked.
    const early = { ...first.directory, key: 'other.tid/tenant-1' };
    const ref = { directory: early.key, vaultId: shown.id, vault: shown.name, name: 'fine' };
    const { thumbprint } = certificateNamed('fine', 80);
    const since = new Date(NOW - 7_200_000);
    const decision = { kind: 'now', reason: { kind: 'window', since } } as const;
    reasons.learn([{ ref, thumbprint, decision }], []);
    assert.deepEqual(
      reckon().map((each) => [each.ref.directory, each.ref.name, each.state]),
      [
        ['oid.tid/tenant-1', 'soon', 'urgent'],
        ['oid.tid/tenant-1', 'later', 'soon'],
        ['oid.tid/tenant-1', 'fine', 'fine'],
      ],
    );
    const names = () => reckon().map((each) => each.ref.name);
    reasons.learn([{ ref, thumbprint: 'cd'.repeat(20), decision }], []);
    assert.deepEqual(names(), ['soon', 'later'], 'it was found of another version');
    reasons.learn([{ ref, thumbprint, decision }], []);
    const certificates = [certificateNamed('fine', 80, { enabled: false })];
    portfolio.listings.learn(first, { ...listing, certificates, listedAt: NOW + 2 });
    assert.deepEqual(names(), [], 'nobody renews what is disabled');
  });
});
