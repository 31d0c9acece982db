import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AuthorityKeyIdentifierExtension } from '@peculiar/x509';
import { isCertError } from '../../../src/domain/errors.ts';
import { createPki } from '../../../src/pki/pki.ts';
import { makeCertificate } from './test-certificates.ts';

/** RFC 9773, appendix A: its serial number has a high first bit. */
const RFC_CERTIFICATE = `
MIIBQzCB66ADAgECAgUAh2VDITAKBggqhkjOPQQDAjAVMRMwEQYDVQQDEwpFeGFt
cGxlIENBMCIYDzAwMDEwMTAxMDAwMDAwWhgPMDAwMTAxMDEwMDAwMDBaMBYxFDAS
BgNVBAMTC2V4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEeBZu
7cbpAYNXZLbbh8rNIzuOoqOOtmxA1v7cRm//AwyMwWxyHz4zfwmBhcSrf47NUAFf
qzLQ2PPQxdTXREYEnKMjMCEwHwYDVR0jBBgwFoAUaYhba4dGQEHhs3uEe6CuLN4B
yNQwCgYIKoZIzj0EAwIDRwAwRAIge09+S5TZAlw5tgtiVvuERV6cT4mfutXIlwTb
+FYN/8oCIClDsqBklhB9KAelFiYt9+6FDj3z4KGVelYM5MdsO3pK`;

const pki = createPki();

describe('ariCertId', () => {
  it("is the RFC's for its example", () => {
    const der = Buffer.from(RFC_CERTIFICATE, 'base64');
    assert.equal(pki.ariCertId(der), 'aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE');
  });

  for (const [serialNumber, encoded] of [
    ['7f', 'fw'],
    ['80', 'AIA'],
    ['0a0b', 'Cgs'],
  ] as const) {
    it(`has the serial number ${serialNumber} as it is encoded`, async () => {
      const extensions = [new AuthorityKeyIdentifierExtension('0102')];
      const { der } = await makeCertificate({ subject: 'CN=a', serialNumber, extensions });
      assert.equal(pki.ariCertId(der), `AQI.${encoded}`);
    });
  }

  it('is absent where the certificate does not say who has signed it', async () => {
    assert.equal(pki.ariCertId((await makeCertificate({ subject: 'CN=a' })).der), undefined);
  });

  it('is not made of anything', () => {
    assert.throws(
      () => pki.ariCertId(Buffer.from('no certificate')),
      (error) => isCertError(error, 'Unexpected'),
    );
  });
});
