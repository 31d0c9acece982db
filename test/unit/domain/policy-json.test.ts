import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromSdkPolicy, toSdkPolicy } from '../../../src/azure/certificate-policy-mapping.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { changedPolicy, defaultPolicy } from '../../../src/domain/policy-change.ts';
import { policyDocument, readPolicyDocument } from '../../../src/domain/policy-json.ts';
import { soundPolicy } from './policies.ts';

/** Something else in every member, so that nothing that is lost can look kept. */
const ELSE = {
  ...defaultPolicy('Other-Issuer'),
  certificateType: 'EV-SSL',
  certificateTransparency: true,
  subject: 'CN=other',
  dnsNames: ['other.example'],
  otherNames: { emails: ['a@b.example'], upns: [], uris: [], ipAddresses: ['192.0.2.1'] },
  key: { kty: 'EC-HSM', size: 384, curve: 'P-384', exportable: false, reuse: true },
};

function problemsOf(text: string): readonly (readonly [string, string])[] {
  try {
    readPolicyDocument(text);
  } catch (error) {
    assert.ok(isCertError(error, 'InvalidPolicy'));
    return error.facts.problems.map(({ field, fault }) => [field, fault.kind]);
  }
  return [];
}

describe('a policy on its way', () => {
  it('loses nothing from the model to the SDK and back', () => {
    fc.assert(
      fc.property(soundPolicy, (policy) => {
        assert.deepEqual(fromSdkPolicy(toSdkPolicy(policy)), policy);
      }),
    );
  });

  it('loses nothing from the model to JSON and back, whatever it is laid over', () => {
    fc.assert(
      fc.property(soundPolicy, fc.constantFrom(ELSE, defaultPolicy('Self')), (policy, base) => {
        const text = JSON.stringify(policyDocument(policy));
        // What a document does not say is not changed: such policies are laid over themselves.
        const over = { ...policy, subject: base.subject, contentType: base.contentType };
        assert.deepEqual(changedPolicy(over, readPolicyDocument(text)), policy);
      }),
    );
  });

  it('says everything that it says, over any other', () => {
    fc.assert(
      fc.property(soundPolicy, (policy) => {
        const named = { ...policy, issuer: 'DigiCert-01', certificateType: 'OV-SSL' };
        const full = {
          ...named,
          certificateTransparency: false,
          dnsNames: ['a.example'],
          ekus: policy.ekus ?? [],
          keyUsages: policy.keyUsages ?? [],
          lifetimeActions: policy.lifetimeActions ?? [],
        };
        const again = changedPolicy(
          ELSE,
          readPolicyDocument(JSON.stringify(policyDocument(full), undefined, 2)),
        );
        assert.deepEqual(again, full);
      }),
    );
  });
});

describe('policyDocument', () => {
  it('is what the service writes, without what it alone writes', () => {
    const policy = {
      ...defaultPolicy('Self'),
      subject: 'CN=a.example',
      dnsNames: ['a.example'],
    };
    assert.deepEqual(policyDocument(policy), {
      key_props: { exportable: true, kty: 'RSA', key_size: 2048, reuse_key: false },
      secret_props: { contentType: 'application/x-pkcs12' },
      x509_props: {
        subject: 'CN=a.example',
        sans: { dns_names: ['a.example'] },
        ekus: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
        key_usage: ['digitalSignature', 'keyEncipherment'],
        validity_months: 12,
      },
      lifetime_actions: [
        { trigger: { lifetime_percentage: 80 }, action: { action_type: 'AutoRenew' } },
      ],
      issuer: { name: 'Self' },
    });
  });
});

describe('readPolicyDocument', () => {
  it('takes what the Azure CLI prints', () => {
    const printed = {
      attributes: { created: null, enabled: true },
      id: 'https://contoso.vault.azure.net/certificates/www/policy',
      issuerParameters: { certificateTransparency: null, certificateType: null, name: 'Self' },
      keyProperties: {
        curve: null,
        exportable: true,
        keySize: 4096,
        keyType: 'RSA',
        reuseKey: true,
      },
      lifetimeActions: [
        {
          action: { actionType: 'AutoRenew' },
          trigger: { daysBeforeExpiry: 90, lifetimePercentage: null },
        },
      ],
      secretProperties: { contentType: 'application/x-pem-file' },
      x509CertificateProperties: {
        basicConstraints: { ca: false },
        ekus: null,
        keyUsage: ['cRLSign', 'keyCertSign'],
        subject: 'CN=CLIGetDefaultPolicy',
        subjectAlternativeNames: { dnsNames: ['a.example'], emails: [], upns: null },
        validityInMonths: 6,
      },
    };
    assert.deepEqual(readPolicyDocument(`\uFEFF${JSON.stringify(printed)}`), {
      issuer: 'Self',
      key: { kty: 'RSA', size: 4096, exportable: true, reuse: true },
      contentType: 'application/x-pem-file',
      subject: 'CN=CLIGetDefaultPolicy',
      dnsNames: ['a.example'],
      ...{ emails: [], upns: [], uris: [], ipAddresses: [] },
      keyUsages: ['cRLSign', 'keyCertSign'],
      validityMonths: 6,
      lifetimeActions: [
        { action: 'AutoRenew', daysBeforeExpiry: 90, lifetimePercentage: undefined },
      ],
    });
  });

  it('says nothing where nothing is said', () => {
    assert.deepEqual(readPolicyDocument('{"x509_props":{"subject":null},"issuer":null}'), {
      key: {},
    });
  });

  const wrong: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    ['{', [['', 'syntax']]],
    ['', [['', 'syntax']]],
    ['[]', [['', 'wrong-type']]],
    ['null', [['', 'wrong-type']]],
    ['{"policy":{}}', [['policy', 'unknown-member']]],
    ['{"__proto__":{"a":1}}', [['__proto__', 'unknown-member']]],
    ['{"x509_props":{"subjct":"CN=a"}}', [['x509_props.subjct', 'unknown-member']]],
    ['{"x509_props":{"validity_months":"12"}}', [['x509_props.validity_months', 'wrong-type']]],
    ['{"x509_props":{"validity_months":1.5}}', [['x509_props.validity_months', 'wrong-type']]],
    ['{"x509_props":{"sans":{"dns_names":"a"}}}', [['x509_props.sans.dns_names', 'wrong-type']]],
    ['{"x509_props":{"ekus":[1]}}', [['x509_props.ekus', 'wrong-type']]],
    ['{"lifetime_actions":{}}', [['lifetime_actions', 'wrong-type']]],
    ['{"lifetime_actions":[null]}', [['lifetime_actions[0]', 'wrong-type']]],
    [
      '{"lifetime_actions":[{"trigger":{"days":1},"action":{"action_type":1}}]}',
      [
        ['lifetime_actions[0].action.action_type', 'wrong-type'],
        ['lifetime_actions[0].trigger.days', 'unknown-member'],
      ],
    ],
    ['{"issuer":{"name":"Self"},"issuerParameters":{}}', [['issuerParameters', 'twice']]],
    [
      '{"key_props":{"exportable":"yes","reuse_key":0},"issuer":"Self"}',
      [
        ['issuer', 'wrong-type'],
        ['key_props.exportable', 'wrong-type'],
        ['key_props.reuse_key', 'wrong-type'],
      ],
    ],
  ];
  for (const [text, problems] of wrong) {
    it(`tells what is wrong with ${text === '' ? 'nothing' : text}`, () => {
      assert.deepEqual([...problemsOf(text)].sort(), problems);
    });
  }

  it('refuses or reads whatever it is given, and fails in no other way', () => {
    const member = fc.constantFrom('key_props', 'x509_props', 'sans', 'issuer', 'kty', 'trigger');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, 1, 'x', true),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(member, tie('tree')),
      ),
    }));
    fc.assert(fc.property(tree, (value) => void problemsOf(JSON.stringify(value))));
  });
});
