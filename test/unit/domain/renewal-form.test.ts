import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { acmePolicy } from '../../../src/domain/acme-policy.ts';
import { checkForm, wishOf, type FormValues } from '../../../src/domain/certificate-form.ts';
import type { CertificateDetails } from '../../../src/domain/certificate-details.ts';
import type { CertificatePolicy } from '../../../src/domain/certificate-policy.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';
import type { Tags } from '../../../src/domain/key-vault.ts';
import { parseRecipe } from '../../../src/domain/renewal-tag.ts';
import { changesBetween, describeChange, renewalForm } from '../../../src/domain/renewal-form.ts';
import { english } from '../../../src/domain/translate.ts';
import { fakeCsr, fakePki } from '../app/fake-pki.ts';
import { USUAL_POLICY_FIELDS } from '../../../src/domain/policy-fields.ts';

const NAMES = ['example.com', '*.example.com'];

function detailsOf(policy: CertificatePolicy | undefined, tags: Tags = {}): CertificateDetails {
  const key = policy?.key ?? policyKeyOf('rsa-2048');
  const der = fakeCsr(NAMES, key, 'key');
  const facts = fakePki.readCertificate(der);
  return {
    vault: {
      id: '/vaults/contoso',
      name: 'contoso',
      uri: '',
      subscriptionId: '',
      resourceGroup: '',
      tenantId: '',
      location: '',
    },
    bundle: {
      vault: 'contoso',
      name: 'www',
      version: 'v1',
      thumbprint: 'ab',
      enabled: true,
      notBefore: undefined,
      notAfter: undefined,
      tags,
      der,
      policy,
      hasOperation: false,
    },
    facts,
    pem: fakePki.toPem(der),
    pending: undefined,
    recipe: parseRecipe(tags['kvcert-ca']),
    claim: undefined,
  };
}

const key = { ...policyKeyOf('ec-p384'), exportable: false, reuse: true };
const DETAILS = detailsOf(acmePolicy(NAMES, key, 'application/x-pem-file'), {
  'kvcert-ca': 'letsencrypt profile=tlsserver account=https://x',
  'kvcert-owner': 'somebody',
  team: 'web',
});
const CURRENT: FormValues = {
  vault: 'contoso',
  name: 'www',
  dnsNames: NAMES,
  ca: 'letsencrypt',
  profile: 'tlsserver',
  keyType: 'ec-p384',
  contentType: 'pem',
  exportable: false,
  reuseKey: true,
  tags: [{ name: 'team', value: 'web' }],
  agreedTerms: '',
  rehearse: false,
  forceStaging: false,
  ...USUAL_POLICY_FIELDS,
};

describe('the form of a renewal', () => {
  it('is filled in from the current version, its policy and its tags', () => {
    assert.deepEqual(renewalForm(DETAILS), CURRENT);
  });

  it('is right as it is, and wishes for nothing but the renewal', () => {
    const current = renewalForm(DETAILS);
    assert.equal(checkForm(current, { current }).size, 0);
    assert.deepEqual(wishOf(current, { current }), {
      kind: 'renew',
      target: { vault: 'contoso', name: 'www' },
    });
  });

  it('knows a key in an HSM', () => {
    const { keyType, exportable } = renewalForm(
      detailsOf(acmePolicy(NAMES, policyKeyOf('ec-p256-hsm'))),
    );
    assert.deepEqual([keyType, exportable], ['ec-p256-hsm', false]);
  });

  it('says what it can of a certificate that others have made', () => {
    const odd = { ...policyKeyOf('ec-p384'), curve: 'P-521' };
    const form = renewalForm(detailsOf(acmePolicy(NAMES, odd)));
    assert.deepEqual(
      [form.ca, form.profile, form.keyType, form.contentType],
      ['', '', '', 'pkcs12'],
    );
    const bare = renewalForm({ ...detailsOf(undefined), facts: undefined });
    assert.deepEqual([bare.dnsNames, bare.exportable, bare.reuseKey], [[], true, false]);
  });
});

describe('what a renewal changes', () => {
  const table: readonly [Partial<FormValues>, readonly string[]][] = [
    [{}, []],
    [{ dnsNames: ['*.EXAMPLE.com', 'example.com.'] }, []],
    [
      { dnsNames: ['example.com', 'b.example.com', ' ', 'a_b'] },
      [
        'The certificate gets the names: b.example.com, a_b.',
        'The certificate loses the names: *.example.com.',
      ],
    ],
    [
      { ca: 'letsencrypt-staging' },
      ["It is issued by Let's Encrypt (staging) instead of Let's Encrypt."],
    ],
    [
      { ca: 'https://ca.corp.example/d' },
      ["It is issued by ca.corp.example instead of Let's Encrypt."],
    ],
    [{ ca: 'https://acme-v02.api.letsencrypt.org/directory' }, []],
    [{ profile: 'classic' }, ['The profile becomes classic instead of tlsserver.']],
    [{ profile: '' }, ["The CA's default profile replaces tlsserver."]],
    [{ keyType: 'rsa-4096' }, ['The new key is rsa-4096 instead of ec-p384.']],
    [{ keyType: '' }, []],
    [{ contentType: 'pkcs12' }, ['The secret holds PKCS#12 from now on.']],
    [{ exportable: true }, ['The private key can be read from the secret from now on.']],
    [{ reuseKey: false }, ['Every renewal makes a new key from now on.']],
    [{ tags: [] }, []],
    [
      {
        tags: [
          { name: 'team', value: 'ops' },
          { name: ' env', value: '' },
          { name: '', value: '' },
        ],
      },
      ['The tag team becomes “ops” instead of “web”.', 'The tag env is set to “”.'],
    ],
  ];
  for (const [values, sentences] of table) {
    it(`${JSON.stringify(values)}: ${sentences.length > 0 ? sentences.join(' ') : 'nothing'}`, () => {
      const changes = changesBetween(renewalForm(DETAILS), { ...CURRENT, ...values });
      assert.deepEqual(
        changes.map((change) => describeChange(change, english)),
        sentences,
      );
    });
  }

  it('is told where little was known before', () => {
    const before = {
      ...CURRENT,
      ca: '',
      profile: '',
      keyType: '',
      contentType: 'pkcs12' as const,
      exportable: true,
      reuseKey: false,
    };
    const sentences = changesBetween(before, CURRENT).map((change) =>
      describeChange(change, english),
    );
    assert.deepEqual(sentences, [
      "It is issued by Let's Encrypt.",
      'The profile becomes tlsserver.',
      'The new key is ec-p384.',
      'The secret holds PEM from now on.',
      'The private key can no longer be read from the secret.',
      'Renewals keep the key from now on.',
    ]);
  });
});
