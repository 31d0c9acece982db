/** The machine that the product runs on: its environment, its home folder, its proxy. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refusalOf } from './answers.ts';
import { clientOf, createArgs } from './client.ts';
import { startKvcert } from './kvcert.ts';
import { startProductWorld, type Environment } from './product-world.ts';

const world = await startProductWorld();
after(() => world.close());

const LIST = ['list', '--vault', 'contoso-prod', '--output', 'json'];
const listIn = (env: Environment) => startKvcert({ ...world.env, ...env }, LIST).ended;
const proxies = (proxy: string): Environment =>
  Object.fromEntries(
    ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].map((name) => [name, proxy]),
  );

describe('the environment', { concurrency: 3 }, () => {
  it('may leave a variable empty instead of unset', async () => {
    const { code, stdout } = await listIn({ KVCERT_DNS_SERVERS: '' });
    assert.equal(code, 0, stdout);
  });

  it('may name the proxy without a scheme', async () => {
    const { host } = new URL(world.ready.proxy);
    const { code, stdout } = await listIn(proxies(host));
    assert.equal(code, 0, stdout);
  });

  it('may not name a proxy that is none, and its password is not shown', async () => {
    const ended = await listIn(proxies('http://anna:s3cret@proxy.example:port'));
    const { details } = refusalOf(ended, 2, 'InvalidOption');
    assert.equal(details['value'], 'http://***@proxy.example:port');
    assert.doesNotMatch(ended.stdout + ended.stderr, /s3cret/);
  });

  for (const home of ['', 'home/anna']) {
    it(`may not leave the state without a place, HOME=${home}`, async () => {
      const { remedies } = refusalOf(
        await listIn({ HOME: home, XDG_STATE_HOME: '' }),
        1,
        'StateUnwritable',
      );
      assert.match(remedies[0]?.text ?? '', /XDG_STATE_HOME/);
    });
  }
});

describe('a journal with a file that cannot be read', () => {
  const FILE = '0123456789abcdef.json';
  for (const text of ['{', '{"format":1,"plan":{},"progress":{}}']) {
    it(`stops what may be about the same certificate, and nothing else: ${text}`, async () => {
      const client = clientOf(world, text === '{' ? 'truncated' : 'shapeless');
      const folder = join(client.stateFolder, 'operations');
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, FILE), text);

      const listed = await client.run('vaults', '--output', 'json');
      assert.equal(listed.code, 0, listed.stdout);
      const lines = listed.stderr.split('\n').filter((line) => line.includes(FILE));
      assert.equal(lines.length, 1, listed.stderr);

      const { code, stdout } = await client.run('operations', '--output', 'json');
      assert.equal(code, 1);
      const { operations, failures } = JSON.parse(stdout) as Record<string, unknown[]>;
      assert.deepEqual(operations, []);
      assert.match(
        JSON.stringify(failures),
        /^\[\{"id":"0123456789abcdef","error":.*StateUnreadable/,
      );

      const before = await client.log();
      refusalOf(await client.run(...createArgs(client)), 1, 'StateUnreadable');
      assert.equal((await client.log()).length, before.length);
    });
  }
});

describe('help and version', () => {
  for (const [args, text] of [
    [['--help'], /^Usage: kvcert /],
    [['help', 'create'], /^Usage: kvcert create /],
    [['operations', 'undo', '--help'], /^Usage: kvcert operations undo /],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
  ] as const) {
    it(`are results: kvcert ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await startKvcert({}, args).ended;
      assert.equal(code, 0);
      assert.match(stdout, text);
      assert.equal(stderr, '');
    });
  }
});
