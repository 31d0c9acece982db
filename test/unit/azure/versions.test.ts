import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCertError } from '../../../src/domain/errors.ts';
import { code, recorded, vaultOf } from './scripted-vault.ts';

const ID = 'https://vaultname.vault.azure.net/certificates/www';

/** As the service lists a version: seconds since 1970, no policy, no certificate. */
function item(version: string, created: number, rest: object = {}) {
  const attributes = { enabled: true, nbf: created, exp: created + 90, created, updated: created };
  return { id: `${ID}/${version}`, x5t: 'kDWIsIjhTOnSpb-0ckKWLbMsv2g', attributes, ...rest };
}

describe('versions', () => {
  it('come newest first, from pages in the order of their ids', async () => {
    const azure = vaultOf(({ url }) =>
      url.searchParams.has('$skiptoken')
        ? { status: 200, body: { value: [item('c'.repeat(32), 3000)], nextLink: null } }
        : {
            status: 200,
            body: {
              value: [
                item('a'.repeat(32), 2000, {
                  x5t: undefined,
                  attributes: { enabled: false, created: 2000 },
                }),
                item('b'.repeat(32), 1000),
              ],
              nextLink: `${ID}/versions?api-version=7.6&$skiptoken=x`,
            },
          },
    );
    const thumbprint = Buffer.from('kDWIsIjhTOnSpb-0ckKWLbMsv2g', 'base64url').toString('hex');
    const seconds = (value: number) => new Date(value * 1000);
    const issued = (version: string, created: number) => ({
      version: version.repeat(32),
      thumbprint,
      enabled: true,
      notBefore: seconds(created),
      notAfter: seconds(created + 90),
      createdOn: seconds(created),
    });
    assert.deepEqual(await azure.vault.versions('www'), [
      issued('c', 3000),
      {
        version: 'a'.repeat(32),
        thumbprint: undefined,
        enabled: false,
        notBefore: undefined,
        notAfter: undefined,
        createdOn: seconds(2000),
      },
      issued('b', 1000),
    ]);
    assert.equal(azure.sent.length, 3, 'a challenge and two pages');
    assert.equal(azure.sent[1]?.url.pathname, '/certificates/www/versions');
    assert.equal(azure.sent[1].url.searchParams.get('maxresults'), '25');
  });

  it('are none of a certificate that is not there', async () => {
    const { vault } = vaultOf(() => recorded('cert-404'));
    assert.deepEqual(await vault.versions('www'), []);
  });

  it('that may not be listed are explained', async () => {
    const { vault } = vaultOf(() => recorded('firewall-403'));
    await assert.rejects(vault.versions('www'), (error) => {
      assert.ok(isCertError(error, 'VaultForbidden'));
      return error.facts.gate === 'firewall';
    });
  });

  it('end with the reason of the signal', async () => {
    const abort = new AbortController();
    const { vault } = vaultOf(() => {
      abort.abort();
      return new Promise<never>(() => undefined);
    });
    await assert.rejects(vault.versions('www', abort.signal), code('Cancelled'));
  });
});
