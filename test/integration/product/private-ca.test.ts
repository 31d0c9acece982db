/** A CA whose web server stands under a root of its own, which nobody trusts who was not told of it. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { refusalOf } from './answers.ts';
import { startProductWorld, type Environment, type ProductWorld } from './product-world.ts';

const PRIVATE = 'https://acme.scripted.test/directory';

describe('the root of a private CA', () => {
  let world: ProductWorld;
  let rootFile: string;
  /** A machine that trusts none of the sandbox's web servers. */
  let machine: Environment;

  before(async () => {
    world = await startProductWorld();
    const { NODE_EXTRA_CA_CERTS = '', ...others } = await world.anotherMachine();
    [rootFile, machine] = [NODE_EXTRA_CA_CERTS, others];
  });
  after(() => world.close());

  const createAccount = (ca: string, more: readonly string[] = [], env: Environment = {}) =>
    world.runIn(
      { ...machine, ...env },
      ...['account', 'create', '--ca', ca, '--agree-terms', '--output', 'json', ...more],
    );

  it('is not trusted as it is', async () => {
    refusalOf(await createAccount(PRIVATE), 1, 'TlsUntrusted');
  });

  it('is trusted where it is named', async () => {
    const { code, stdout } = await createAccount(PRIVATE, ['--ca-root', rootFile]);
    assert.equal(code, 0, stdout);
  });

  it('may be named in the environment, for pipelines', async () => {
    const ended = await world.runIn(
      { ...machine, KVCERT_CA_ROOT: rootFile },
      ...['account', 'show', '--ca', PRIVATE, '--output', 'json'],
    );
    assert.equal(ended.code, 0, ended.stdout);
  });

  it('is trusted at no other CA', async () => {
    const ended = await createAccount('letsencrypt', ['--ca-root', rootFile]);
    refusalOf(ended, 1, 'TlsUntrusted');
  });

  for (const content of [undefined, '{}']) {
    it(`is none where the file holds ${content ?? 'nothing, as it is not there'}`, async () => {
      const file = join(machine['XDG_STATE_HOME'] ?? '', 'not-a-root.pem');
      if (content !== undefined) await writeFile(file, content);
      const ended = await createAccount(PRIVATE, ['--ca-root', file]);
      assert.equal(refusalOf(ended, 2, 'InvalidOption').details['value'], file);
    });
  }
});
