import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { checkForm, type FormValues } from '../../../src/domain/certificate-form.ts';
import type { CertificatePolicy } from '../../../src/domain/certificate-policy.ts';
import { changedPolicy, defaultPolicy } from '../../../src/domain/policy-change.ts';
import { policyDifferences } from '../../../src/domain/policy-difference.ts';
import { policyEditOf, policyFormOf } from '../../../src/domain/policy-form.ts';
import { soundPolicy } from './policies.ts';

const TARGET = { vault: 'contoso-prod', name: 'www' };

/** What becomes of a policy if a form that was filled in from it is edited so. */
function edited(policy: CertificatePolicy, edit: Partial<FormValues>): CertificatePolicy {
  const before = policyFormOf(TARGET, policy);
  return changedPolicy(policy, policyEditOf({ ...before, ...edit }, before));
}

describe('the form that edits a policy', () => {
  it('loses nothing of any policy, and is right as it is filled in', () => {
    fc.assert(
      fc.property(soundPolicy, (policy) => {
        const before = policyFormOf(TARGET, policy);
        assert.deepEqual(policyEditOf(before, before), {});
        assert.deepEqual(changedPolicy(policy, {}), policy);
        assert.deepEqual([...checkForm(before, { current: before })], []);
      }),
    );
  });

  it('keeps what it cannot show', () => {
    const policy: CertificatePolicy = {
      ...defaultPolicy('Self'),
      subject: 'www',
      key: { kty: 'oct-HSM', size: 256, curve: undefined, exportable: false, reuse: true },
      contentType: 'application/x-future',
      lifetimeActions: [
        { action: 'Future', daysBeforeExpiry: 3, lifetimePercentage: undefined },
        { action: 'AutoRenew', daysBeforeExpiry: 10, lifetimePercentage: undefined },
      ],
    };
    const before = policyFormOf(TARGET, policy);
    assert.equal(before.keyType, '');
    // What the service has taken already is not complained about.
    assert.deepEqual([...checkForm(before, { current: before })], []);
    assert.deepEqual(policyDifferences(policy, edited(policy, { months: '24' })), [
      { field: 'x509_props.validity_months', before: '12', after: '24' },
    ]);
  });

  it('changes what was edited and nothing else', () => {
    const edits: readonly [Partial<FormValues>, readonly string[]][] = [
      [{ months: '3' }, ['x509_props.validity_months']],
      [{ subject: 'CN=else' }, ['x509_props.subject']],
      [{ emails: ['a@b.example'] }, ['x509_props.sans.emails']],
      [{ keyUsages: ['cRLSign'] }, ['x509_props.key_usage']],
      [{ reuseKey: true }, ['key_props.reuse_key']],
      [{ keyType: 'rsa-4096' }, ['key_props.key_size']],
      [{ keyType: 'rsa-2048-hsm' }, ['key_props.exportable', 'key_props.kty']],
      [{ contentType: 'pem' }, ['secret_props.contentType']],
      [{ notify: '30d' }, ['lifetime_actions']],
      [{ madeBy: 'named', issuer: 'digicert' }, ['issuer.name']],
    ];
    const policy = { ...defaultPolicy('Self'), subject: 'CN=a', dnsNames: ['a.example'] };
    for (const [edit, fields] of edits) {
      const found = policyDifferences(policy, edited(policy, edit)).map(({ field }) => field);
      assert.deepEqual(found.toSorted(), fields);
    }
  });

  it('takes the default of Key Vault where a field was emptied', () => {
    const policy: CertificatePolicy = {
      ...defaultPolicy('digicert'),
      ...{ subject: 'CN=else', dnsNames: ['a.example'], certificateType: 'OV-SSL' },
      ...{ ekus: ['2.999'], keyUsages: ['cRLSign'], validityMonths: 3 },
      lifetimeActions: [
        { action: 'EmailContacts', daysBeforeExpiry: 9, lifetimePercentage: undefined },
      ],
    };
    const empty = { subject: '', ekus: [], keyUsages: [], months: '', notify: '' };
    assert.deepEqual(edited(policy, { ...empty, certificateType: '' }), {
      ...defaultPolicy('digicert'),
      subject: 'CN=a.example',
      dnsNames: ['a.example'],
    });
  });

  it('complains about what is new only', () => {
    const before = policyFormOf(TARGET, { ...defaultPolicy('Self'), subject: 'www' });
    const typed = { ...before, months: '0', emails: ['nobody'] };
    assert.deepEqual([...checkForm(typed, { current: before }).keys()].toSorted(), [
      'emails',
      'months',
    ]);
  });
});
