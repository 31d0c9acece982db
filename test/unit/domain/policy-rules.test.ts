import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { CertificatePolicy, LifetimeAction } from '../../../src/domain/certificate-policy.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { defaultPolicy } from '../../../src/domain/policy-change.ts';
import { policyProblems, requireSoundPolicy } from '../../../src/domain/policy-rules.ts';
import { soundPolicy } from './policies.ts';

const SELF: CertificatePolicy = { ...defaultPolicy('Self'), subject: 'CN=a.example' };
const { key } = SELF;

const said = (policy: CertificatePolicy): readonly string[] =>
  policyProblems(policy).map(({ field, fault }) => `${field} ${fault.kind}`);

const names = (kind: string, ...values: readonly string[]): Partial<CertificatePolicy> => {
  const none = { emails: [], upns: [], uris: [], ipAddresses: [] };
  return { otherNames: { ...none, [kind]: values } };
};

const acts = (
  action: string,
  daysBeforeExpiry?: number,
  lifetimePercentage?: number,
): LifetimeAction => ({ action, daysBeforeExpiry, lifetimePercentage });

describe('policyProblems', () => {
  it('finds nothing in what the service takes', () => {
    fc.assert(
      fc.property(soundPolicy, (policy) => {
        assert.deepEqual(said(policy), []);
      }),
    );
  });

  const RSA_KEY = { kty: 'RSA', size: 2048, curve: undefined };
  const EC_KEY = { kty: 'EC', size: undefined, curve: 'P-256' };
  const rows: readonly (readonly [string, Partial<CertificatePolicy>, ...string[]])[] = [
    ['a symmetric key', { key: { ...key, kty: 'oct' } }, 'key_props.kty not-allowed'],
    ['no kind of key', { key: { ...key, kty: '' } }, 'key_props.kty not-allowed'],
    ['RSA 1024', { key: { ...key, ...RSA_KEY, size: 1024 } }, 'key_props.key_size not-allowed'],
    ['RSA on a curve', { key: { ...key, curve: 'P-256' } }, 'key_props.crv curve-of-rsa'],
    [
      'a curve that is none',
      { key: { ...key, ...EC_KEY, curve: 'P-192' } },
      'key_props.crv not-allowed',
    ],
    [
      '__proto__ as a curve',
      { key: { ...key, ...EC_KEY, curve: '__proto__' } },
      'key_props.crv not-allowed',
    ],
    [
      'P-384 of 256 bits',
      { key: { ...key, ...EC_KEY, curve: 'P-384', size: 256 } },
      'key_props.key_size not-of-curve',
    ],
    ['P-256K of 256 bits', { key: { ...key, ...EC_KEY, curve: 'P-256K', size: 256 } }],
    [
      'an HSM key for export',
      { key: { ...key, kty: 'RSA-HSM' } },
      'key_props.exportable leaves-no-hsm',
    ],
    ['an HSM key', { key: { ...key, kty: 'RSA-HSM', exportable: false } }],
    [
      'another kind of secret',
      { contentType: 'text/plain' },
      'secret_props.contentType not-allowed',
    ],
    ['neither name nor subject', { subject: '' }, 'x509_props.subject nameless'],
    ['an address instead of a subject', { subject: '', ...names('ipAddresses', '192.0.2.1') }],
    ['no X.500 name', { subject: 'a.example' }, 'x509_props.subject x500'],
    ['200 characters', { subject: `CN=${'a'.repeat(197)}` }],
    ['201 characters', { subject: `CN=${'a'.repeat(198)}` }, 'x509_props.subject too-long'],
    ['internal names', { dnsNames: ['server', '*.lan', '_sip.example'] }],
    ['no DNS name', { dnsNames: ['a b'] }, 'x509_props.sans.dns_names[0] malformed'],
    ['an empty name', { dnsNames: ['a', ''] }, 'x509_props.sans.dns_names[1] malformed'],
    ['a wildcard inside', { dnsNames: ['a.*.b'] }, 'x509_props.sans.dns_names[0] malformed'],
    ['umlauts', { dnsNames: ['münchen.example'] }, 'x509_props.sans.dns_names[0] malformed'],
    ['a name twice', { dnsNames: ['a', 'a'] }, 'x509_props.sans.dns_names[1] repeated'],
    ['an e-mail address', names('emails', "o'hara+x@mail.example")],
    [
      'none',
      names('emails', 'a@b c', '@b'),
      'x509_props.sans.emails[0] malformed',
      'x509_props.sans.emails[1] malformed',
    ],
    ['a principal', names('upns', 'Jürgen Ö@contoso'), 'x509_props.sans.upns[0] malformed'],
    ['a principal of another script', names('upns', 'jürgen@contoso')],
    ['addresses', names('ipAddresses', '192.0.2.1', '2001:db8::1', '::ffff:192.0.2.1')],
    [
      'no addresses',
      names('ipAddresses', '192.0.2.256', '1.2.3', ':::', 'fe80::1%eth0', '01.2.3.4'),
      ...[0, 1, 2, 3, 4].map((n) => `x509_props.sans.ipAddresses[${n}] malformed`),
    ],
    ['URIs', names('uris', 'spiffe://a/b', 'urn:uuid:1', 'https://a.example/x')],
    [
      'no URIs',
      names('uris', 'a.example', '//a', 'https://', 'http://ä'),
      ...[0, 1, 2, 3].map((n) => `x509_props.sans.uris[${n}] malformed`),
    ],
    ['OIDs', { ekus: ['1.3.6.1.5.5.7.3.1', '2.999', '0.39.0'] }],
    [
      'no OIDs',
      { ekus: ['serverAuth', '3.1', '1.40', '1', '1.2.', '1.02'] },
      ...[0, 1, 2, 3, 4, 5].map((n) => `x509_props.ekus[${n}] malformed`),
    ],
    [
      'a usage that is none',
      { keyUsages: ['digitalSignature', 'crlSign'] },
      'x509_props.key_usage[1] not-allowed',
    ],
    ['no month', { validityMonths: 0 }, 'x509_props.validity_months out-of-range'],
    ['1201 months', { validityMonths: 1201 }, 'x509_props.validity_months out-of-range'],
    [
      'both triggers',
      { lifetimeActions: [acts('AutoRenew', 1, 1)] },
      'lifetime_actions[0].trigger one-trigger',
    ],
    [
      'no trigger',
      { lifetimeActions: [acts('AutoRenew')] },
      'lifetime_actions[0].trigger one-trigger',
    ],
    [
      '100 %',
      { lifetimeActions: [acts('AutoRenew', undefined, 100)] },
      'lifetime_actions[0].trigger.lifetime_percentage out-of-range',
    ],
    [
      '0 %',
      { lifetimeActions: [acts('AutoRenew', undefined, 0)] },
      'lifetime_actions[0].trigger.lifetime_percentage out-of-range',
    ],
    ['27 days of a month', { validityMonths: 1, lifetimeActions: [acts('AutoRenew', 27)] }],
    [
      '28 days of a month',
      { validityMonths: 1, lifetimeActions: [acts('AutoRenew', 28)] },
      'lifetime_actions[0].trigger.days_before_expiry out-of-range',
    ],
    [
      '324 days where nothing is said',
      { validityMonths: undefined, lifetimeActions: [acts('AutoRenew', 324)] },
    ],
    [
      '325 days where nothing is said',
      { validityMonths: undefined, lifetimeActions: [acts('AutoRenew', 325)] },
      'lifetime_actions[0].trigger.days_before_expiry out-of-range',
    ],
    [
      'an action twice',
      { lifetimeActions: [acts('AutoRenew', 1), acts('AutoRenew', 2)] },
      'lifetime_actions[1].action.action_type repeated',
    ],
    ['both actions', { lifetimeActions: [acts('AutoRenew', 1), acts('EmailContacts', 2)] }],
    [
      'an action that is none',
      { lifetimeActions: [acts('Renew', 1)] },
      'lifetime_actions[0].action.action_type not-allowed',
    ],
    [
      'renewal by nobody',
      { issuer: 'Unknown', lifetimeActions: [acts('AutoRenew', 1)] },
      'lifetime_actions[0].action.action_type nobody-renews',
    ],
    ['no issuer', { issuer: '' }, 'issuer.name malformed'],
    ['a path as an issuer', { issuer: '../x' }, 'issuer.name malformed'],
    ['a product of Self', { certificateType: 'OV-SSL' }, 'issuer.cty named-issuer-only'],
    [
      'a log of Self',
      { certificateTransparency: true },
      'issuer.cert_transparency named-issuer-only',
    ],
    ['no log of Self', { certificateTransparency: false }],
    [
      'a product of a CA',
      { issuer: 'DigiCert', certificateType: 'OV-SSL', certificateTransparency: true },
    ],
  ];
  for (const [what, change, ...expected] of rows) {
    it(`${expected.length === 0 ? 'takes' : 'refuses'} ${what}`, () => {
      assert.deepEqual(said({ ...SELF, ...change }), expected);
    });
  }

  it('tells all at once, in the order of the JSON', () => {
    const wrong = { ...SELF, subject: 'x', validityMonths: 0, issuer: '' };
    assert.deepEqual(said(wrong), [
      'x509_props.subject x500',
      'x509_props.validity_months out-of-range',
      'issuer.name malformed',
    ]);
  });
});

describe('requireSoundPolicy', () => {
  const odd = { ...SELF, dnsNames: ['a b'] };

  it('does not ask about what the service has taken already', () => {
    requireSoundPolicy({ ...odd, validityMonths: 6 }, odd);
    assert.throws(
      () => {
        requireSoundPolicy({ ...odd, validityMonths: 0 }, odd);
      },
      (error) =>
        isCertError(error, 'InvalidPolicy') &&
        error.facts.problems.map(({ field }) => field).join() === 'x509_props.validity_months',
    );
  });

  it('throws where something is wrong', () => {
    requireSoundPolicy(SELF);
    assert.throws(
      () => {
        requireSoundPolicy(odd);
      },
      (error) => isCertError(error, 'InvalidPolicy'),
    );
  });
});
