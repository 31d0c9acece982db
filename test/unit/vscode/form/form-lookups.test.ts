import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Engine } from '../../../../src/app/engine.ts';
import { CertError } from '../../../../src/domain/errors.ts';
import { plainText } from '../../../../src/domain/plain-text.ts';
import { AUTHORITY, formUnderTest, signal, TERMS } from './form-under-test.ts';

describe('what the form looks up', () => {
  const place = {
    record: '_acme-challenge.www.contoso.com',
    zoneId:
      '/subscriptions/s/resourceGroups/dns-rg/providers/Microsoft.Network/dnszones/contoso.com',
    zoneName: 'contoso.com',
    name: '_acme-challenge.www',
    nameServers: [],
    recordLimit: 20,
  };

  it('is the zone of a name, and where a CNAME leads', async () => {
    const found = formUnderTest({
      script: { place: () => Promise.resolve({ place, confirmed: true, onWord: false }) },
    });
    const ask = { vault: found.entries.vault, dnsName: 'www.contoso.com' };
    assert.deepEqual(await found.session.handlers.findZone(ask, signal), {
      zone: 'contoso.com',
      resourceGroup: 'dns-rg',
      isConfirmed: true,
    });
    const elsewhere = { ...place, zoneName: 'acme.example', name: 'www' };
    const delegated = formUnderTest({
      script: {
        place: () => Promise.resolve({ place: elsewhere, confirmed: false, onWord: true }),
      },
    });
    assert.deepEqual(await delegated.session.handlers.findZone(ask, signal), {
      zone: 'acme.example',
      resourceGroup: 'dns-rg',
      delegatedTo: 'www.acme.example',
      isConfirmed: false,
      isOnWord: true,
    });
  });

  it('waits until it is known who is signed in', async () => {
    const restored = formUnderTest({ isLoading: true });
    const { entries } = formUnderTest();
    const ask = { vault: entries.vault, name: 'www' };
    assert.deepEqual(await restored.session.handlers.checkName(ask, signal), { isFree: true });
  });

  it('is the issuers of the vault', async () => {
    const issuers = [{ name: 'digicert', provider: 'Digi\u001bCert' }];
    const found = formUnderTest({ script: { listIssuers: () => Promise.resolve(issuers) } });
    const { vault } = found.entries;
    assert.deepEqual(await found.session.handlers.findIssuers({ vault }, signal), {
      issuers: [{ name: 'digicert', provider: plainText('Digi\u001bCert') }],
    });
  });

  it('tells a name without a zone from a zone that could not be looked up', async () => {
    const failing = (error: Error) =>
      formUnderTest({ script: { place: () => Promise.reject(error) } });
    const none = failing(new CertError('ZoneNotFound', { name: 'a.example', visibleZones: 0 }));
    const ask = { vault: none.entries.vault, dnsName: 'a.example' };
    assert.ok('problem' in (await none.session.handlers.findZone(ask, signal)));
    const offline = failing(new CertError('HostUnreachable', { host: 'h', reason: 'r' }));
    await assert.rejects(offline.session.handlers.findZone(ask, signal), {
      code: 'HostUnreachable',
    });
  });

  it('is whether a name is free, and what can be done if it is not', async () => {
    const free = formUnderTest();
    const ask = { vault: free.entries.vault, name: 'www' };
    assert.deepEqual(await free.session.handlers.checkName(ask, signal), { isFree: true });
    const nameState: Engine['nameState'] = () =>
      Promise.resolve({
        state: 'exists',
        dnsNames: [],
        notAfter: undefined,
        recipe: undefined,
        pending: undefined,
      });
    const taken = formUnderTest({ script: { nameState } });
    const finding = await taken.session.handlers.checkName(ask, signal);
    assert.equal(finding.isFree, false);
    assert.match(finding.problem?.message ?? '', /www/);
  });

  it('is what a CA asks and offers, in text that is safe to show', async () => {
    const profiles = { classic: 'The usual\u202eone' };
    const { session, entries } = formUnderTest({
      script: { authority: () => Promise.resolve({ ...AUTHORITY, profiles }) },
    });
    const ask = { vault: entries.vault, ca: 'letsencrypt' };
    assert.deepEqual(await session.handlers.describeAuthority(ask, signal), {
      terms: TERMS,
      isAgreed: true,
      profiles: { classic: 'The usual\\u{202e}one' },
    });
  });
});
