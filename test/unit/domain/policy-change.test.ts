import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import type { CertificatePolicy, LifetimeAction } from '../../../src/domain/certificate-policy.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import { changedPolicy, defaultPolicy, issuerKind } from '../../../src/domain/policy-change.ts';

const SELF = defaultPolicy('Self');
const RENEW: LifetimeAction = {
  action: 'AutoRenew',
  daysBeforeExpiry: 30,
  lifetimePercentage: undefined,
};

describe('changedPolicy', () => {
  it('changes nothing where nothing is said', () => {
    for (const policy of [SELF, acmePolicy(['a.example'], policyKeyOf('ec-p256-hsm'))]) {
      assert.deepEqual(changedPolicy(policy, {}), policy);
    }
  });

  it('spells the two issuers that are none as the service does', () => {
    assert.equal(changedPolicy(SELF, { issuer: 'self' }).issuer, 'Self');
    assert.equal(changedPolicy(SELF, { issuer: 'UNKNOWN' }).issuer, 'Unknown');
    assert.equal(changedPolicy(SELF, { issuer: 'digicert' }).issuer, 'digicert');
    assert.deepEqual(['SELF', 'unknown', 'x'].map(issuerKind), ['self', 'by-hand', 'named']);
  });

  it('makes the first DNS name the subject, until somebody names one', () => {
    const first = changedPolicy(SELF, { dnsNames: ['a.example', 'b.example'] });
    assert.equal(first.subject, 'CN=a.example');
    assert.equal(changedPolicy(first, { dnsNames: ['c.example'] }).subject, 'CN=c.example');
    const named = changedPolicy(first, { subject: 'CN=a, O="x"' });
    assert.equal(changedPolicy(named, { dnsNames: ['c.example'] }).subject, 'CN=a, O="x"');
    assert.equal(changedPolicy(first, { subject: '' }).subject, '');
    assert.equal(changedPolicy(SELF, { subject: 'O=a\\, b' }).subject, 'O="a, b"');
  });

  it('leaves other kinds of names alone', () => {
    const others = changedPolicy(SELF, { emails: ['a@b.example'], ipAddresses: ['192.0.2.1'] });
    assert.deepEqual(changedPolicy(others, { emails: [] }).otherNames, {
      ...{ emails: [], upns: [], uris: [], ipAddresses: ['192.0.2.1'] },
    });
    assert.equal(changedPolicy(others, { emails: [], ipAddresses: [] }).otherNames, undefined);
  });

  const keys: readonly (readonly [string, object, object])[] = [
    ['RSA by default', {}, { kty: 'RSA', size: 2048, curve: undefined, exportable: true }],
    ['a size', { size: 4096 }, { kty: 'RSA', size: 4096, curve: undefined, exportable: true }],
    ['EC', { kty: 'EC' }, { kty: 'EC', size: undefined, curve: 'P-256', exportable: true }],
    [
      'EC in an HSM',
      { kty: 'EC-HSM', curve: 'P-384' },
      { kty: 'EC-HSM', size: undefined, curve: 'P-384', exportable: false },
    ],
  ];
  for (const [what, change, expected] of keys) {
    it(`makes a key: ${what}`, () => {
      assert.deepEqual(changedPolicy(SELF, { key: change }).key, { ...expected, reuse: false });
    });
  }

  it('takes nothing over from a key of another kind', () => {
    const ec = changedPolicy(SELF, { key: { kty: 'EC', curve: 'P-521', size: 521 } });
    const p384 = changedPolicy(ec, { key: { curve: 'P-384' } }).key;
    assert.deepEqual([p384.curve, p384.size], ['P-384', undefined]);
    const rsa = changedPolicy(ec, { key: { kty: 'RSA' } }).key;
    assert.deepEqual([rsa.curve, rsa.size], [undefined, 2048]);
    const hsm = changedPolicy(SELF, { key: { kty: 'RSA-HSM', exportable: true } }).key;
    assert.deepEqual([hsm.exportable, hsm.size], [true, 2048]);
    assert.equal(changedPolicy(SELF, { key: { curve: 'P-256' } }).key.curve, 'P-256');
  });

  it('leaves behind what belongs to another issuer', () => {
    const named: CertificatePolicy = {
      ...defaultPolicy('DigiCert'),
      certificateType: 'OV-SSL',
      certificateTransparency: true,
      lifetimeActions: [RENEW],
    };
    const { certificateType, certificateTransparency, lifetimeActions } = changedPolicy(named, {
      issuer: 'Self',
    });
    assert.deepEqual([certificateType, certificateTransparency], [undefined, undefined]);
    assert.deepEqual(lifetimeActions, [RENEW]);
    assert.equal(changedPolicy(named, { issuer: 'DigiCert' }).certificateType, 'OV-SSL');
    assert.equal(changedPolicy(named, { certificateType: '' }).certificateType, undefined);
  });

  it('has nobody renew what is made by hand', () => {
    const told = { ...RENEW, action: 'EmailContacts', daysBeforeExpiry: 10 };
    const actionsOf = (before: readonly LifetimeAction[]) =>
      changedPolicy({ ...SELF, lifetimeActions: before }, { issuer: 'Unknown' }).lifetimeActions;
    assert.deepEqual(actionsOf([RENEW]), [{ ...RENEW, action: 'EmailContacts' }]);
    assert.deepEqual(actionsOf([RENEW, told]), [told]);
    assert.deepEqual(actionsOf([]), []);
    const said = changedPolicy(SELF, { issuer: 'Unknown', lifetimeActions: [RENEW] });
    assert.deepEqual(said.lifetimeActions, [RENEW]);
  });

  it('lets a list replace the one that there is', () => {
    const changed = changedPolicy(SELF, { ekus: ['1.2.3'], keyUsages: [], validityMonths: 6 });
    assert.deepEqual([changed.ekus, changed.keyUsages, changed.validityMonths], [['1.2.3'], [], 6]);
  });
});
