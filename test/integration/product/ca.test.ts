/** What CAs offer, by the built command line: Pebble as Let's Encrypt, and one whose words a test sets. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refusalOf } from './answers.ts';
import type { Ended } from './kvcert.ts';
import { startProductWorld, type ProductWorld } from './product-world.ts';
import { requestsDuring } from './requests.ts';

const SCRIPTED = 'https://acme.scripted.test/directory';

interface Authority {
  readonly id: string;
  readonly terms: string | null;
  readonly profiles: Readonly<Record<string, string>>;
  readonly externalAccountRequired: boolean;
  readonly renewalInformation: boolean;
  readonly caaIdentities: readonly string[];
  readonly keyTypes: readonly string[] | null;
  readonly nameLimitOfProfile: Readonly<Record<string, number>>;
}

describe('CAs', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld();
  });
  after(() => world.close());

  const shown = (ended: Ended): Authority => {
    assert.equal(ended.code, 0, `${ended.stdout}\n${ended.stderr}`);
    return (JSON.parse(ended.stdout) as { authority: Authority }).authority;
  };

  it('are listed without anybody being asked', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      world.run('ca', '--output', 'json'),
    );
    assert.equal(result.code, 0, result.stderr);
    const { authorities } = JSON.parse(result.stdout) as {
      authorities: readonly { readonly id: string; readonly externalAccountGuide: string | null }[];
    };
    const guides = new Map(authorities.map((each) => [each.id, each.externalAccountGuide]));
    assert.equal(guides.get('letsencrypt'), null);
    assert.match(guides.get('zerossl') ?? '', /^https:\/\/zerossl\.com\//);
    assert.deepEqual(log, []);
  });

  it('tell of their profiles with one request, and nobody signs in for it', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      world.run('ca', 'show', 'letsencrypt', '--output', 'json'),
    );
    const authority = shown(result);
    assert.ok((authority.profiles['tlsserver'] ?? '') !== '', result.stdout);
    assert.equal(authority.renewalInformation, true);
    assert.deepEqual(authority.nameLimitOfProfile, { tlsserver: 25, shortlived: 25 });
    assert.deepEqual(
      log.map(({ method, api }) => `${method} ${api}`),
      ['GET acme'],
    );
  });

  it('are shown to people with nothing in it that a terminal obeys', async () => {
    await world.control.caSettings({
      externalAccounts: { kid: 'a2V5a2V5a2V5a2V5a2V5' },
      profiles: { 'a\u001b]0;owned\u0007': 'long \u001b[2J lived' },
    });
    const { code, stdout, stderr } = await world.run('ca', 'show', SCRIPTED);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Account +bound to one of the CA's site \(EAB\)$/m);
    assert.match(stdout, /^DNS names +not known before it is asked$/m);
    assert.match(stdout, /lived/);
    assert.ok(!stdout.includes('\u001b') && !stdout.includes('\u0007'));
    await world.control.caSettings({});
  });

  it('are refused by a name that nobody has', async () => {
    refusalOf(await world.run('ca', 'show', 'nosuch', '--output', 'json'), 2, 'InvalidCa');
  });
});
