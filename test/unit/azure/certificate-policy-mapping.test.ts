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

  it('is none where the SDK makes one of nothing', () => {
    assert.equal(fromSdkPolicy({} as SdkPolicy), undefined);
  });
});
