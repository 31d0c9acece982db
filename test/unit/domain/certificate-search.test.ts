import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  isMeant,
  mayBeMeant,
  type CertificateQuery,
  type SearchedCertificate,
} from '../../../src/domain/certificate-search.ts';

const SHA1 = '7e11a24076546db2c3419dd5159835b711f5e8a7';
const SHA256 = `${'0f'.repeat(31)}ee`;

const CERTIFICATE: SearchedCertificate = {
  summary: { name: 'www-example-com', thumbprint: SHA1, tags: { Team: 'Web', cost: '42=x' } },
  facts: {
    subject: 'CN=www.example.com, O=Contoso',
    issuer: "CN=R11, O=Let's Encrypt, C=US",
    alternativeNames: [
      { kind: 'dns', value: '*.example.com' },
      { kind: 'dns', value: 'example.org' },
      { kind: 'email', value: 'web@contoso.example' },
    ],
    thumbprintSha256: SHA256,
  },
  policyIssuer: 'Unknown',
};

describe('a certificate', () => {
  const meant: readonly CertificateQuery[] = [
    {},
    { text: 'WWW-EX' },
    { text: 'team=web' },
    { text: "let's encrypt" },
    { text: 'api.example.com' },
    { text: 'example.org' },
    { text: 'contoso' },
    { text: SHA1.slice(0, 8).toUpperCase() },
    { text: SHA256 },
    { name: 'example' },
    { dnsName: '*.example.com' },
    { dnsName: 'a.example.com' },
    { dnsName: 'web@' },
    { thumbprint: '7E:11:A2:40' },
    { thumbprint: SHA1 },
    { thumbprint: SHA256 },
    { issuer: 'r11' },
    { issuer: 'unknown' },
    { tag: { name: 'TEAM' } },
    { tag: { name: 'team', value: 'web' } },
    { tag: { name: 'cost', value: '42=x' } },
    { name: 'www', issuer: 'R11', tag: { name: 'team' } },
  ];
  for (const query of meant) {
    it(`is meant by ${JSON.stringify(query)}`, () => {
      assert.equal(mayBeMeant(query, CERTIFICATE.summary), true);
      assert.equal(isMeant(query, CERTIFICATE), true);
    });
  }

  const others: readonly CertificateQuery[] = [
    { text: 'nobody' },
    { text: 'a.b.example.com' },
    { text: '7e11' },
    { name: 'example.com' },
    { dnsName: 'a.b.example.com' },
    { dnsName: 'a.example.org' },
    { thumbprint: '11a240' },
    { thumbprint: '7e11' },
    { thumbprint: 'not hex' },
    { thumbprint: `${SHA256.slice(0, 62)}00` },
    { issuer: 'digicert' },
    { tag: { name: 'tea' } },
    { tag: { name: 'team', value: 'we' } },
    { name: 'www', issuer: 'nobody' },
  ];
  for (const query of others) {
    it(`is not meant by ${JSON.stringify(query)}`, () => {
      assert.equal(isMeant(query, CERTIFICATE), false);
    });
  }

  it('that was never issued is found by what there is of it', () => {
    const summary = { ...CERTIFICATE.summary, thumbprint: undefined };
    const begun = { summary, facts: undefined, policyIssuer: 'Unknown' };
    assert.equal(isMeant({ text: 'www' }, begun), true);
    assert.equal(isMeant({ dnsName: 'a.example.com' }, begun), false);
    assert.equal(mayBeMeant({ thumbprint: SHA256 }, summary), false);
  });

  it('is not read where its listing rules it out', () => {
    const { summary } = CERTIFICATE;
    for (const query of [{ name: 'api' }, { thumbprint: 'ffffff' }, { tag: { name: 'x' } }]) {
      assert.equal(mayBeMeant(query, summary), false);
    }
    for (const query of [
      { text: 'x' },
      { dnsName: 'x' },
      { issuer: 'x' },
      { thumbprint: SHA256 },
    ]) {
      assert.equal(mayBeMeant(query, summary), true);
    }
  });
});
