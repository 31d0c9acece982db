import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { managingTool } from '../../../src/domain/certificate-managers.ts';
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
