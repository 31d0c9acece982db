import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { surveyRenewals, type SurveyWish } from '../../../src/app/survey-renewals.ts';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import type { AcmeRenewalInfo } from '../../../src/domain/acme.ts';
import type { CertificatePolicy } from '../../../src/domain/certificate-policy.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import type { Tags } from '../../../src/domain/key-vault.ts';
import { SILENT } from '../acme/test-clock.ts';
import { IssuanceWorld } from './issuance-world.ts';

const CA_URL = 'https://ca.example/directory';
const ACME: Tags = { 'kvcert-ca': CA_URL };
const DAY = 86_400_000;

const policy = (change: Partial<CertificatePolicy> = {}): CertificatePolicy => ({
  ...acmePolicy(['example.com'], policyKeyOf('ec-p256')),
  ...change,
});

/** A world where so many days of a lifetime of 90 are over. */
async function worldAt(days: number): Promise<IssuanceWorld> {
  const world = new IssuanceWorld('no locks here');
  await world.accounts.add({
    ...{ directoryUrl: CA_URL, key: 'key', url: undefined, agreedTerms: undefined },
  });
  world.vault.put('probe', policy(), {});
  const probe = await world.vault.get('probe');
  world.vault.softDelete('probe');
  const issued = probe?.notBefore?.getTime() ?? 0;
  await world.clock.sleep(issued + days * DAY - world.clock.now());
  return world;
}

async function survey(world: IssuanceWorld, wish: SurveyWish = {}) {
  const { signal } = new AbortController();
  const vaults = await world.desk.inventory.vaults(signal);
  const before = world.wire.calls.length;
  const { certificates, failures } = await surveyRenewals(
    { ...world.desk, log: SILENT },
    vaults,
    wish,
    signal,
  );
  return {
    found: certificates.map(({ certificate, ca, decision }) => [
      certificate.name,
      ca,
      `${decision.kind}: ${decision.reason.kind}`,
    ]),
    failures: failures.map(({ name, error }) => [name, error.code]),
    asked: world.wire.calls.slice(before),
  };
}

describe('what is due', () => {
  it('is what its CA, its lifetime or its policy says, and nothing else', async () => {
    const world = await worldAt(65);
    world.vault.put('acme', policy(), ACME);
    world.vault.put('by-hand', policy(), {});
    world.vault.put('self', policy({ issuer: 'Self' }), {});
    world.vault.put('bot', policy(), { Issuer: 'Acmebot', Endpoint: 'ca.example' });
    const { found } = await survey(world);
    assert.deepEqual(found, [
      ['acme', CA_URL, 'now: share'],
      ['self', 'Self', 'now: share'],
    ]);
  });

  it('is nothing where nothing is', async () => {
    const world = await worldAt(30);
    world.vault.put('acme', policy(), ACME);
    assert.deepEqual((await survey(world)).found, []);
  });

  it('is all with its reason, where all was asked for', async () => {
    const world = await worldAt(30);
    world.vault.put('acme', policy(), ACME);
    world.vault.put('by-hand', policy(), {});
    world.vault.put('bot', policy(), { Issuer: 'Acmebot' });
    world.vault.put('self', policy({ issuer: 'Self' }), {});
    world.vault.put('off', policy(), ACME);
    world.vault.change('off', { enabled: false });
    assert.deepEqual((await survey(world, { all: true })).found, [
      ['acme', CA_URL, 'later: share'],
      ['bot', 'Acmebot', 'never: other-tool'],
      ['by-hand', undefined, 'never: manual'],
      ['off', CA_URL, 'never: disabled'],
      ['self', 'Self', 'later: share'],
    ]);
  });

  it('follows the CA’s window, which is asked for once', async () => {
    const world = await worldAt(10);
    world.vault.put('acme', policy(), ACME);
    world.ca.renewal = windowAround(world, -2 * DAY, -DAY);
    const { found, asked } = await survey(world);
    assert.deepEqual(found, [['acme', CA_URL, 'now: window']]);
    assert.deepEqual(asked, ['vault.list', 'vault.get', 'accounts.load', 'ca.renewalInfo']);
  });

  it('goes by the lifetime where the CA cannot be asked', async () => {
    const world = await worldAt(65);
    world.vault.put('acme', policy(), ACME);
    world.ca.renewal = windowAround(world, DAY, 2 * DAY);
    world.wire.fate = (_n, call) => (call === 'ca.renewalInfo' ? 'never-happens' : 'happens');
    assert.deepEqual((await survey(world)).found, [['acme', CA_URL, 'now: share']]);
  });

  it('does not ask a CA that only a tag names', async () => {
    const world = await worldAt(65);
    world.vault.put('acme', policy(), { 'kvcert-ca': 'https://evil.example/directory' });
    const { found, asked } = await survey(world);
    assert.deepEqual(found, [['acme', 'https://evil.example/directory', 'now: share']]);
    assert.ok(!asked.includes('ca.renewalInfo'));
  });

  it('shows also what waits after a failure', async () => {
    const world = await worldAt(65);
    const last = Math.floor(world.clock.now() / 1000) - 30;
    const attempts = `failed=1 last=${last} code=TxtConflict`;
    world.vault.put('acme', policy(), { ...ACME, 'kvcert-attempts': attempts });
    const { found, asked } = await survey(world);
    assert.deepEqual(found, [['acme', CA_URL, 'later: failed-before']]);
    assert.deepEqual(asked, ['vault.list']);
  });

  it('is not what somebody else’s operation is in progress on', async () => {
    const world = await worldAt(65);
    world.vault.put('acme', policy(), ACME);
    world.vault.begin('acme', policy(), {});
    assert.deepEqual((await survey(world)).found, []);
    assert.deepEqual((await survey(world, { all: true })).found, [
      ['acme', CA_URL, 'never: pending'],
    ]);
  });

  it('costs nothing but the listing for what others make, in the first half of its life', async () => {
    const world = await worldAt(40);
    world.vault.put('by-hand', policy(), {});
    world.vault.put('self', policy({ issuer: 'Self' }), {});
    const { found, asked } = await survey(world);
    assert.deepEqual([found, asked], [[], ['vault.list']]);
  });

  it('counts what cannot be looked at as a failure that hides nothing else', async () => {
    const world = await worldAt(65);
    world.vault.put('acme', policy(), ACME);
    world.vault.put('other', policy(), ACME);
    let gets = 0;
    world.wire.fate = (_n, call) =>
      call === 'vault.get' && (gets += 1) === 1 ? 'never-happens' : 'happens';
    const { found, failures } = await survey(world);
    assert.deepEqual(found, [['other', CA_URL, 'now: share']]);
    assert.deepEqual(failures, [['acme', 'HostUnreachable']]);
  });
});

function windowAround(world: IssuanceWorld, start: number, end: number): AcmeRenewalInfo {
  const now = world.clock.now();
  const explanationUrl = undefined;
  return {
    start: new Date(now + start),
    end: new Date(now + end),
    explanationUrl,
    retryAfterMs: 60_000,
  };
}
