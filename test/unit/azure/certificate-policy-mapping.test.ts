import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CertificatePolicy as SdkPolicy } from '@azure/keyvault-certificates';
import { fromSdkPolicy, toSdkPolicy } from '../../../src/azure/certificate-policy-mapping.ts';

const SELF_SIGNED: SdkPolicy = {
  issuerName: 'Self',
  subject: 'CN=example.com',
  subjectAlternativeNames: { dnsNames: ['example.com'], emails: ['a@example.com'] },
  keyType: 'RSA',
  keySize: 2048,
  exportable: true,
  reuseKey: false,
  contentType: 'application/x-pkcs12',
  enhancedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
  keyUsage: ['digitalSignature'],
  validityInMonths: 12,
  lifetimeActions: [{ action: 'AutoRenew', lifetimePercentage: 80 }],
  certificateTransparency: true,
};

function read(policy: SdkPolicy) {
  return fromSdkPolicy(policy) ?? assert.fail();
}

describe('a policy', () => {
  it('survives being read and written', () => {
    const written = JSON.stringify(toSdkPolicy(read(SELF_SIGNED)));
    assert.deepEqual(JSON.parse(written), SELF_SIGNED);
  });

  it('keeps what is not modelled when names and key change', () => {
    const key = { ...read(SELF_SIGNED).key, kty: 'EC', size: undefined, curve: 'P-256' };
    const written = toSdkPolicy({ ...read(SELF_SIGNED), dnsNames: ['example.org'], key });
    const names = { dnsNames: ['example.org'], emails: ['a@example.com'] };
    assert.deepEqual(written.subjectAlternativeNames, names);
    assert.deepEqual(written.keyUsage, ['digitalSignature']);
    assert.deepEqual(written.lifetimeActions, SELF_SIGNED.lifetimeActions);
    assert.equal(written.keySize, undefined);
  });

  it('loses what belonged to another issuer', () => {
    const written = toSdkPolicy({ ...read(SELF_SIGNED), issuer: 'Unknown' });
    assert.equal(written.lifetimeActions, undefined);
    assert.equal(written.certificateTransparency, undefined);
    assert.deepEqual(written.keyUsage, ['digitalSignature']);
  });

  it('is none where the SDK makes one of nothing', () => {
    assert.equal(fromSdkPolicy({} as SdkPolicy), undefined);
  });
});
