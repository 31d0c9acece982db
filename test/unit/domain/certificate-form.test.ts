import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  checkForm,
  suggestedName,
  wishOf,
  type FormContext,
  type FormField,
  type FormValues,
} from '../../../src/domain/certificate-form.ts';
import { resolveCa } from '../../../src/domain/certificate-authorities.ts';
import { parseCertificateName } from '../../../src/domain/certificate-target.ts';
import { isCertError, type ErrorCode } from '../../../src/domain/errors.ts';
import type { IssuanceWish } from '../../../src/domain/issuance-wish.ts';
import { USUAL_POLICY_FIELDS } from '../../../src/domain/policy-fields.ts';

const FILLED: FormValues = {
  vault: 'contoso-prod',
  name: 'www-example-com',
  dnsNames: ['www.example.com'],
  ca: 'letsencrypt',
  profile: '',
  keyType: 'rsa-2048',
  contentType: 'pkcs12',
  exportable: true,
  reuseKey: false,
  tags: [],
  agreedTerms: '',
  rehearse: false,
  forceStaging: false,
  ...USUAL_POLICY_FIELDS,
};
const TERMS = 'https://ca.example/terms/2';
const PRIVATE_CA = 'https://ca.corp.example/directory';
const AUTHORITY = { terms: TERMS, agreed: false, profiles: { classic: '', tlsserver: '' } };

const many = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `n${index}.example.com`);
const manyTags = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `tag-${index}`, value: 'x' }));

function problemsOf(values: Partial<FormValues>, context?: FormContext) {
  const problems = checkForm({ ...FILLED, ...values }, context);
  return [...problems].map(([field, { code }]): [FormField, ErrorCode] => [field, code]);
}

describe('a form', () => {
  const right: readonly [string, Partial<FormValues>, FormContext?][] = [
    ['as it is filled in', {}],
    ['with spaces around what was typed', { vault: ' contoso-prod ', name: ' www ' }],
    ['with blank lines among the names', { dnsNames: ['', 'www.example.com', ' '] }],
    ['with blank lines among the tags', { tags: [{ name: ' ', value: '' }] }],
    ['with a CA by its URL', { ca: PRIVATE_CA, keyType: 'rsa-4096', dnsNames: many(200) }],
    [
      'with a profile that is offered',
      { profile: 'tlsserver' },
      { authority: { ...AUTHORITY, agreed: true } },
    ],
    ['with a profile where nobody was asked', { profile: 'whatever' }],
    ['with the terms agreed to', { agreedTerms: TERMS }, { authority: AUTHORITY }],
    ['with no kind of key chosen', { keyType: '' }],
    ['with as many tags as there is room for', { tags: manyTags(13) }],
  ];
  for (const [what, values, context] of right) {
    it(`is right ${what}`, () => {
      assert.deepEqual(problemsOf(values, context), []);
    });
  }

  const wrong: readonly [Partial<FormValues>, readonly [FormField, ErrorCode][], FormContext?][] = [
    [{ vault: '' }, [['vault', 'InvalidVaultName']]],
    [{ vault: 'a/b' }, [['vault', 'InvalidVaultName']]],
    [{ name: '' }, [['name', 'InvalidCertificateName']]],
    [{ name: 'www.example.com' }, [['name', 'InvalidCertificateName']]],
    [{ dnsNames: [] }, [['dnsNames', 'NoDnsName']]],
    [{ dnsNames: ['a.example.com', 'a_b.example.com'] }, [['dnsNames', 'InvalidDnsName']]],
    [{ dnsNames: many(101) }, [['dnsNames', 'TooManyDnsNames']]],
    [{ dnsNames: many(26), profile: 'shortlived' }, [['dnsNames', 'TooManyDnsNames']]],
    [{ ca: 'http://ca.example' }, [['ca', 'InvalidCa']]],
    [{ ca: '' }, [['ca', 'InvalidCa']]],
    [{ keyType: 'dsa' }, [['keyType', 'InvalidKeyType']]],
    [{ profile: 'no good' }, [['profile', 'UnknownProfile']]],
    [
      { profile: 'fast', agreedTerms: TERMS },
      [['profile', 'UnknownProfile']],
      { authority: AUTHORITY },
    ],
    [{ agreedTerms: '' }, [['agreedTerms', 'TermsNotAgreed']], { authority: AUTHORITY }],
    [
      { agreedTerms: `${TERMS}/old` },
      [['agreedTerms', 'TermsNotAgreed']],
      { authority: AUTHORITY },
    ],
    [{ ca: 'zerossl', rehearse: true }, [['rehearse', 'NoRehearsal']]],
    [{ ca: '', rehearse: true }, [['ca', 'InvalidCa']]],
    [{ tags: [{ name: '', value: 'x' }] }, [['tags', 'InvalidTag']]],
    [{ tags: [{ name: 'kvcert-ca', value: 'x' }] }, [['tags', 'InvalidTag']]],
    [{ tags: manyTags(14) }, [['tags', 'TooManyTags']]],
    [
      { vault: '', name: '', dnsNames: [], ca: '', keyType: 'x', tags: [{ name: '', value: 'x' }] },
      [
        ['vault', 'InvalidVaultName'],
        ['dnsNames', 'NoDnsName'],
        ['name', 'InvalidCertificateName'],
        ['ca', 'InvalidCa'],
        ['keyType', 'InvalidKeyType'],
        ['tags', 'InvalidTag'],
      ],
    ],
  ];
  for (const [values, problems, context] of wrong) {
    it(`is wrong with ${JSON.stringify(values).slice(0, 60)}`, () => {
      assert.deepEqual(problemsOf(values, context), problems);
      assert.throws(
        () => wishOf({ ...FILLED, ...values }, context),
        (error) => isCertError(error, problems[0]?.[1]),
      );
    });
  }

  it('is right or wrong, and never breaks, whatever is typed', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.webUrl(), fc.domain());
    const values = fc.record({
      vault: text,
      name: text,
      dnsNames: fc.array(text),
      ca: text,
      profile: text,
      keyType: text,
      contentType: fc.constantFrom('pkcs12' as const, 'pem' as const),
      exportable: fc.boolean(),
      reuseKey: fc.boolean(),
      tags: fc.array(fc.record({ name: text, value: text })),
      agreedTerms: text,
      rehearse: fc.boolean(),
      forceStaging: fc.boolean(),
    });
    fc.assert(
      fc.property(values, fc.option(values, { nil: undefined }), (entries, before) => {
        const typed = { ...USUAL_POLICY_FIELDS, ...entries };
        const context = before ? { current: { ...USUAL_POLICY_FIELDS, ...before } } : {};
        const problems = checkForm(typed, context);
        if (problems.size === 0) wishOf(typed, context);
        else assert.throws(() => wishOf(typed, context), isCertError);
      }),
    );
  });
});

describe('the wish of a form', () => {
  const target = { vault: 'contoso-prod', name: 'www-example-com' };

  it('says what is to be tried first, and what may take the place of what is trusted', () => {
    const { rehearse, forceStaging, ...usual } = wishOf(FILLED);
    assert.deepEqual([rehearse, forceStaging], [undefined, undefined]);
    const changes = { rehearse: true, forceStaging: true };
    assert.deepEqual(wishOf({ ...FILLED, ...changes }), { ...usual, ...changes });
  });

  it('for a new certificate says everything that was filled in', () => {
    const wish = wishOf({
      ...FILLED,
      vault: 'Contoso-Prod',
      dnsNames: ['Bücher.example', ' *.example.com', 'bücher.example'],
      ca: PRIVATE_CA,
      profile: ' tlsserver ',
      contentType: 'pem',
      exportable: false,
      reuseKey: true,
      tags: [{ name: ' team ', value: ' web ' }],
      agreedTerms: TERMS,
    });
    assert.deepEqual(wish, {
      kind: 'create',
      target,
      dnsNames: ['xn--bcher-kva.example', '*.example.com'],
      ca: { id: PRIVATE_CA, name: 'ca.corp.example', directoryUrl: PRIVATE_CA },
      profile: 'tlsserver',
      keyType: 'rsa-2048',
      contentType: 'application/x-pem-file',
      exportable: false,
      reuseKey: true,
      tags: { team: ' web ' },
      agreedTerms: TERMS,
    });
  });

  it('for a new key in an HSM never asks to export it', () => {
    const { keyType, exportable } = wishOf({ ...FILLED, keyType: 'rsa-4096-hsm' });
    assert.deepEqual([keyType, exportable], ['rsa-4096-hsm', false]);
  });

  it('for a certificate whose key is in an HSM leaves it there, or takes it out as said', () => {
    const current = { ...FILLED, keyType: 'rsa-2048-hsm', exportable: false };
    const { keyType, exportable } = wishOf(current, { current });
    assert.deepEqual([keyType, exportable], [undefined, undefined]);
    const out = wishOf({ ...current, keyType: 'rsa-2048', exportable: true }, { current });
    assert.deepEqual([out.keyType, out.exportable], ['rsa-2048', true]);
  });

  const CURRENT: FormValues = {
    ...FILLED,
    profile: 'tlsserver',
    tags: [{ name: 'team', value: 'web' }],
  };
  const changes: readonly [string, Partial<FormValues>, Partial<IssuanceWish>][] = [
    ['nothing where nothing changes', {}, {}],
    [
      'other names',
      { dnsNames: ['www.example.com', 'b.example.com'] },
      { dnsNames: ['www.example.com', 'b.example.com'] },
    ],
    ['no names that are only written otherwise', { dnsNames: ['WWW.example.com.'] }, {}],
    [
      'another CA, with the profile that is shown',
      { ca: 'letsencrypt-staging' },
      { ca: resolveCa('letsencrypt-staging'), profile: 'tlsserver' },
    ],
    [
      "another CA with that CA's profile",
      { ca: 'letsencrypt-staging', profile: '' },
      { ca: resolveCa('letsencrypt-staging') },
    ],
    ["the CA's own profile", { profile: '' }, { profile: '' }],
    ['another kind of key', { keyType: 'ec-p256' }, { keyType: 'ec-p256' }],
    ['another content type', { contentType: 'pem' }, { contentType: 'application/x-pem-file' }],
    [
      'a key in an HSM, which cannot be exported whatever is ticked',
      { keyType: 'ec-p256-hsm' },
      { keyType: 'ec-p256-hsm', exportable: false },
    ],
    ['that the key stays in the vault', { exportable: false }, { exportable: false }],
    ['that the key is kept', { reuseKey: true }, { reuseKey: true }],
    [
      'new tags and new values alone',
      {
        tags: [
          { name: 'team', value: 'web' },
          { name: 'env', value: 'prod' },
        ],
      },
      { tags: { env: 'prod' } },
    ],
    [
      'another value of a tag',
      { tags: [{ name: 'team', value: 'ops' }] },
      { tags: { team: 'ops' } },
    ],
    ['no tag that was taken out', { tags: [] }, {}],
    ['the terms that were agreed to', { agreedTerms: TERMS }, { agreedTerms: TERMS }],
  ];
  for (const [what, values, wished] of changes) {
    it(`for a renewal says ${what}`, () => {
      const wish = wishOf({ ...CURRENT, ...values }, { current: CURRENT });
      assert.deepEqual(wish, { kind: 'renew', target, ...wished });
    });
  }

  it('for a renewal names a CA that only its URL tells of, for the person has seen it', () => {
    const current = { ...CURRENT, ca: PRIVATE_CA };
    assert.deepEqual(wishOf(current, { current }).ca, resolveCa(PRIVATE_CA));
  });

  it('for a renewal leaves a kind of key alone that cannot be asked for', () => {
    const current = { ...CURRENT, keyType: '' };
    assert.equal(wishOf(current, { current }).keyType, undefined);
  });

  it('for a renewal minds no tag that the certificate has already', () => {
    const current = { ...CURRENT, tags: [{ name: 'Key\nwith', value: 'x' }] };
    assert.equal(wishOf(current, { current }).tags, undefined);
  });
});

describe('the name that is suggested', () => {
  const table: readonly [string, string][] = [
    ['www.example.com', 'www-example-com'],
    [' WWW.Example.com. ', 'www-example-com'],
    ['*.example.com', 'wildcard-example-com'],
    ['bücher.example', 'xn--bcher-kva-example'],
    [`${'a'.repeat(62)}.${'b'.repeat(63)}.example`, `${'a'.repeat(62)}-${'b'.repeat(63)}`],
    [`${'a'.repeat(60)}.${'b'.repeat(63)}.example`, `${'a'.repeat(60)}-${'b'.repeat(63)}-ex`],
    ['', ''],
    ['a_b.example', ''],
    ['10.0.0.1', ''],
  ];
  for (const [dnsName, name] of table) {
    it(`is "${name}" for "${dnsName}"`, () => {
      assert.equal(suggestedName(dnsName), name);
    });
  }

  it('can be the name of a certificate for every DNS name', () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
    const long = fc
      .array(label, { minLength: 1, maxLength: 5 })
      .map((labels) => `${labels.join('.')}.example`);
    fc.assert(
      fc.property(fc.oneof(fc.domain(), long, fc.string()), (dnsName) => {
        const name = suggestedName(dnsName);
        if (name !== '') parseCertificateName(name);
        assert.doesNotMatch(name, /^-|-$/);
      }),
    );
  });
});
