import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  checkForm,
  vaultWishOf,
  type FormField,
  type FormValues,
} from '../../../src/domain/certificate-form.ts';
import { explain } from '../../../src/domain/error-catalogue.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { changedPolicy, defaultPolicy } from '../../../src/domain/policy-change.ts';
import { english } from '../../../src/domain/translate.ts';
import { formOf, spelledOutPolicy } from './form-of-policy.ts';

const SELF = formOf({ ...defaultPolicy('Self'), dnsNames: ['www.example.com'] });

function said(change: Partial<FormValues>): readonly [FormField, string][] {
  return [...checkForm({ ...SELF, ...change })].map(([field, error]) => [
    field,
    explain(error, english).message,
  ]);
}

describe('the fields of a policy', () => {
  it('say every policy that Key Vault takes, and lose nothing of it', () => {
    fc.assert(
      fc.property(spelledOutPolicy, (policy) => {
        const values = formOf(policy);
        assert.deepEqual([...checkForm(values)], []);
        const { change } = vaultWishOf(values);
        const asked = changedPolicy(defaultPolicy(change.issuer ?? ''), change);
        assert.deepEqual(asked, policy);
        assert.deepEqual(formOf(asked), values);
      }),
    );
  });

  it('leave to Key Vault what is empty', () => {
    const { change } = vaultWishOf({
      ...SELF,
      ...{ ekus: [], keyUsages: [], months: '', autoRenew: '', notify: '', subject: ' ' },
    });
    assert.deepEqual(changedPolicy(defaultPolicy('Self'), change), {
      ...defaultPolicy('Self'),
      subject: 'CN=www.example.com',
      dnsNames: ['www.example.com'],
    });
  });

  it('keep what the issuer does not need, and say nothing of it', () => {
    const typed = { certificateType: 'OV-SSL', transparency: 'yes', issuer: 'digicert' } as const;
    const { change } = vaultWishOf({ ...SELF, ...typed, madeBy: 'by-hand', autoRenew: 'never' });
    assert.equal(change.issuer, 'Unknown');
    assert.equal(change.certificateType, undefined);
    assert.equal(change.certificateTransparency, undefined);
    assert.equal(change.lifetimeActions, undefined);
    const named = vaultWishOf({ ...SELF, ...typed, madeBy: 'named' }).change;
    assert.equal(named.issuer, 'digicert');
    assert.equal(named.certificateType, 'OV-SSL');
    assert.equal(named.certificateTransparency, true);
  });

  it('take names of usages, tags and a version that is not to be used yet', () => {
    const tags = [{ name: 'env', value: 'test' }];
    const wish = vaultWishOf({ ...SELF, ekus: ['CodeSigning', '2.999.1'], tags, enabled: false });
    assert.deepEqual(wish.change.ekus, ['1.3.6.1.5.5.7.3.3', '2.999.1']);
    assert.deepEqual(wish.tags, { env: 'test' });
    assert.equal(wish.disabled, true);
  });

  const wrong: readonly [Partial<FormValues>, FormField, RegExp][] = [
    [{ dnsNames: [] }, 'dnsNames', /needs a subject or a subject alternative name/],
    [{ dnsNames: ['a b'] }, 'dnsNames', /"a b" is not a DNS name/],
    [{ subject: 'www' }, 'subject', /a part such as CN=example\.com is expected/],
    [{ subject: `CN=${'a'.repeat(200)}` }, 'subject', /more than 200 characters/],
    [{ emails: ['nobody'] }, 'emails', /"nobody" is not an e-mail address/],
    [{ upns: ['nobody'] }, 'upns', /"nobody" is not a user principal name/],
    [{ ipAddresses: ['1.2.3'] }, 'ipAddresses', /"1.2.3" is not an IP address/],
    [{ uris: ['www'] }, 'uris', /"www" is not a URI/],
    [{ uris: ['urn:a', 'urn:a'] }, 'uris', /"urn:a" is there twice/],
    [{ ekus: ['tlsAuth'] }, 'ekus', /"tlsAuth" is not an object identifier/],
    [{ keyUsages: ['everything'] }, 'keyUsages', /"everything" is none of/],
    [{ months: 'a year' }, 'months', /a whole number is expected/],
    [{ months: '0' }, 'months', /0 is not between 1 and 1200/],
    [{ autoRenew: 'monthly' }, 'autoRenew', /"monthly" is neither a share/],
    [{ autoRenew: '100%' }, 'autoRenew', /100 is not between 1 and 99/],
    [{ notify: '400d' }, 'notify', /400 is not between 1 and 324/],
    [{ autoRenew: '', notify: '0%' }, 'notify', /0 is not between 1 and 99/],
    [{ madeBy: 'named', issuer: '' }, 'issuer', /it is missing/],
    [{ madeBy: 'named', issuer: 'a b' }, 'issuer', /"a b" cannot be the name of an issuer/],
    [{ madeBy: 'named', issuer: 'Self', certificateType: 'OV' }, 'certificateType', /named issuer/],
    [{ keyType: 'dsa' }, 'keyType', /dsa/],
    [{ name: 'a.b' }, 'name', /a\.b/],
    [{ vault: '' }, 'vault', /./],
  ];
  for (const [change, field, message] of wrong) {
    it(`say next to ${field} what is wrong with ${JSON.stringify(change).slice(0, 60)}`, () => {
      const [first, ...others] = said(change);
      assert.deepEqual(others, []);
      assert.equal(first?.[0], field);
      assert.match(first[1], message);
      assert.throws(
        () => vaultWishOf({ ...SELF, ...change }),
        (error) => isCertError(error),
      );
    });
  }

  it('are right or wrong, and never break, whatever is typed', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.domain(), fc.ipV6());
    const texts = fc.array(text, { maxLength: 3 });
    const typed = fc.record({
      ...{ issuer: text, subject: text, months: text, autoRenew: text, notify: text },
      ...{ dnsNames: texts, emails: texts, upns: texts, ipAddresses: texts, uris: texts },
      ...{ ekus: texts, keyUsages: texts, keyType: text, certificateType: text },
      madeBy: fc.constantFrom('self' as const, 'named' as const, 'by-hand' as const),
    });
    fc.assert(
      fc.property(typed, (change) => {
        const values = { ...SELF, ...change };
        if (checkForm(values).size === 0) vaultWishOf(values);
        else
          assert.throws(
            () => vaultWishOf(values),
            (error) => isCertError(error),
          );
      }),
    );
  });
});
