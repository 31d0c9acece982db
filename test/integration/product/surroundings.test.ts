/** The machine that the product runs on: its environment, its home folder, its proxy. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { refusalOf } from './answers.ts';
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
