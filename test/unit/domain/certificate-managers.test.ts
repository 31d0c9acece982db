import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  caOfManager,
  managingTool,
  otherManager,
} from '../../../src/domain/certificate-managers.ts';
import type { Tags } from '../../../src/domain/key-vault.ts';

describe('the tool that renews a certificate', () => {
  const table: readonly (readonly [string, Tags, string | undefined])[] = [
    ['Acmebot', { Acmebot: '{"endpoint":"acme-v02.api.letsencrypt.org"}' }, 'Acmebot'],
    ['Acmebot before', { Issuer: 'Acmebot', Endpoint: 'acme-v02.api.letsencrypt.org' }, 'Acmebot'],
    ['nobody that is known', { Issuer: 'DigiCert', team: 'web' }, undefined],
    ['nobody', {}, undefined],
  ];
  for (const [what, tags, tool] of table) {
    it(`is ${what}`, () => {
      assert.equal(managingTool(tags), tool);
    });
  }
});

describe('the CA that another tool has asked', () => {
  const table: readonly (readonly [string, Tags, string | undefined])[] = [
    ['in its own tag', { Acmebot: '{"endpoint":"acme-v02.api.letsencrypt.org"}' }, 'letsencrypt'],
    ['in capitals', { Acmebot: '{"Endpoint":"DV.acme-v02.api.pki.goog"}' }, 'google'],
    [
      'in a tag of before',
      { Issuer: 'Acmebot', Endpoint: 'acme-staging-v02.api.letsencrypt.org' },
      'letsencrypt-staging',
    ],
    ['not known', { Acmebot: '{"endpoint":"acme.buypass.com"}' }, undefined],
    ['no text', { Acmebot: '{"endpoint":7}' }, undefined],
    ['no JSON', { Acmebot: 'endpoint' }, undefined],
    ['null', { Acmebot: 'null' }, undefined],
  ];
  for (const [where, tags, ca] of table) {
    it(`is ${ca ?? 'unknown'}, ${where}`, () => {
      assert.equal(caOfManager(tags), ca);
    });
  }
});

describe('a certificate of another tool', () => {
  const bots = { Issuer: 'Acmebot' };

  it('is its own until our tag is on it', () => {
    assert.equal(otherManager(bots), 'Acmebot');
    assert.equal(otherManager({ ...bots, 'kvcert-ca': 'letsencrypt' }), undefined);
    assert.equal(otherManager({ ...bots, 'kvcert-ca': 'Ask Bob' }), 'Acmebot');
    assert.equal(otherManager({}), undefined);
  });
});
