import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { refusalOf } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';

interface Listing {
  readonly certificates: readonly { readonly vault: string; readonly name: string }[];
  readonly failures: readonly {
    readonly vault: string;
    readonly error: { readonly code: string };
  }[];
}

describe('listing certificates', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld();
    const { code, stderr } = await world.run(
      ...['create', 'contoso-dev/listed', '--dns', 'listed.example.com', '--key', 'ec-p256'],
      ...['--profile', 'tlsserver', '--agree-terms'],
    );
    assert.equal(code, 0, stderr);
  });
  after(() => world.close());

  it('tells which vaults could not be read, and ends with 3', async () => {
    const { code, stdout, stderr } = await world.run('list', '--output', 'json');
    assert.equal(code, 3, stderr);
    const { certificates, failures } = JSON.parse(stdout) as Listing;
    assert.deepEqual(
      certificates.map(({ vault, name }) => `${vault}/${name}`),
      ['contoso-dev/listed'],
    );
    assert.deepEqual(
      failures.map(({ vault, error }) => [vault, error.code]),
      [['fabrikam-locked', 'VaultForbidden']],
    );
    await assertNothingLeft(world);
  });

  it('tells people the same on both streams', async () => {
    const { code, stdout, stderr } = await world.run('list');
    assert.equal(code, 3, stderr);
    assert.match(stdout, /^VAULT +CERTIFICATE .*\ncontoso-dev +listed /);
    assert.match(stderr, /^kvcert: .*fabrikam-locked/m);
  });

  it('ends with 0 where every vault that was asked for can be read', async () => {
    const { code, stdout, stderr } = await world.run(
      ...['list', '--vault', 'contoso-dev', '--vault', 'contoso-prod', '--output', 'json'],
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual((JSON.parse(stdout) as Listing).failures, []);
  });

  it('fails where none can be read, or there is no such vault', async () => {
    const { code, stdout } = await world.run(
      ...['list', '--vault', 'fabrikam-locked', '--output', 'json'],
    );
    assert.equal(code, 1, stdout);
    assert.equal((JSON.parse(stdout) as Listing).failures.length, 1);
    const unknown = await world.run('list', '--vault', 'no-such-vault', '--output', 'json');
    refusalOf(unknown, 2, 'VaultNotFound');
  });
});
