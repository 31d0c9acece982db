import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { completeProxyVariables } from '../../../src/cli/proxy-variables.ts';
import { isCertError } from '../../../src/domain/errors.ts';

const NAMES = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy', 'HTTP_PROXY', 'http_proxy'];

describe('the variables that name a proxy', () => {
  for (const name of NAMES) {
    for (const [value, completed] of [
      ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
      ['localhost:8080', 'http://localhost:8080'],
      ['anna:pw@proxy.example:3128', 'http://anna:pw@proxy.example:3128'],
      ['http://proxy.example', 'http://proxy.example'],
      ['HTTPS://proxy.example:443/', 'HTTPS://proxy.example:443/'],
      ['', ''],
    ] as const) {
      it(`${name}=${value} is taken as ${completed || 'unset'}`, () => {
        const env: NodeJS.ProcessEnv = { [name]: value, NO_PROXY: 'a.example' };
        completeProxyVariables(env);
        assert.deepEqual(env, { [name]: completed, NO_PROXY: 'a.example' });
      });
    }

    it(`${name} is refused where it is no URL, without its password`, () => {
      for (const [value, shown] of [
        ['http://', 'http://'],
        ['proxy.example:port', 'proxy.example:port'],
        ['http://anna:s3cret@proxy.example:99999', 'http://***@proxy.example:99999'],
        ['anna:s3c@ret@proxy .example', '***@proxy .example'],
      ] as const) {
        assert.throws(
          () => {
            completeProxyVariables({ [name]: value });
          },
          (error) =>
            isCertError(error, 'InvalidOption') &&
            error.facts.option === name &&
            error.facts.value === shown,
        );
      }
    });
  }

  it('may name what only others can speak to where it is not asked', () => {
    const env = { HTTPS_PROXY: 'proxy.example:3128', ALL_PROXY: 'socks5://socks.example:1080' };
    completeProxyVariables(env);
    assert.equal(env.ALL_PROXY, 'socks5://socks.example:1080');
    assert.throws(
      () => {
        completeProxyVariables({ ALL_PROXY: 'socks5://socks.example:1080' });
      },
      (error) => isCertError(error, 'InvalidOption'),
    );
  });
});
