import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  acmePolicy,
  differencesFrom,
  renewalPolicy,
  requireExportable,
  SERVER_AUTH,
  wishedPolicy,
} from '../../../src/domain/acme-policy.ts';
import type { CertificatePolicy } from '../../../src/domain/certificate-policy.ts';
import type { Difference } from '../../../src/domain/error-reasons.ts';
import { CertError } from '../../../src/domain/errors.ts';
import { policyKeyOf } from '../../../src/domain/key-type.ts';

const RSA = policyKeyOf('rsa-2048');
const LONG = `${'a'.repeat(60)}.example`;

describe('acmePolicy', () => {
  it('has an unknown issuer, serverAuth alone and the first name as CN', () => {
    assert.deepEqual(acmePolicy(['example.com', '*.example.com'], RSA), {
      issuer: 'Unknown',
      subject: 'CN=example.com',
      dnsNames: ['example.com', '*.example.com'],
      key: RSA,
      contentType: 'application/x-pkcs12',
      ekus: [SERVER_AUTH],
      validityMonths: undefined,
    });
  });

  const subjects: readonly [string, readonly string[], string][] = [
    ['the first name that fits into 64 characters', [LONG, 'b.example'], 'CN=b.example'],
    ['a name of exactly 64', [`${'a'.repeat(56)}.example`], `CN=${'a'.repeat(56)}.example`],
    ['nothing where none fits', [LONG], ''],
    ['a wildcard', ['*.example.com'], 'CN=*.example.com'],
  ];
  for (const [what, names, subject] of subjects) {
    it(`takes ${what} as CN`, () => {
      assert.equal(acmePolicy(names, RSA).subject, subject);
    });
  }
});

describe('renewalPolicy', () => {
  const previous: CertificatePolicy = {
    issuer: 'Self',
    subject: 'CN=old.example, O=Contoso',
    dnsNames: ['old.example'],
    key: { kty: 'RSA-HSM', size: 3072, curve: undefined, exportable: false, reuse: true },
    contentType: 'application/x-pem-file',
    ekus: [SERVER_AUTH, '1.3.6.1.5.5.7.3.2'],
    validityMonths: 12,
    keyUsages: ['digitalSignature'],
    otherNames: { emails: ['a@old.example'], upns: [], uris: [], ipAddresses: [] },
  };

  it("keeps what the owner chose and puts ACME's rules in", () => {
    assert.deepEqual(renewalPolicy(previous, ['new.example']), {
      ...previous,
      issuer: 'Unknown',
      subject: 'CN=new.example',
      dnsNames: ['new.example'],
      ekus: [SERVER_AUTH],
    });
  });

  it('loses what belonged to another issuer, and nothing where that was ACME', () => {
    const ofIssuer = {
      certificateType: 'OV-SSL',
      certificateTransparency: true,
      lifetimeActions: [
        { action: 'AutoRenew', daysBeforeExpiry: undefined, lifetimePercentage: 80 },
      ],
    };
    assert.deepEqual(
      renewalPolicy({ ...previous, ...ofIssuer }, ['new.example']),
      renewalPolicy(previous, ['new.example']),
    );
    const kept = renewalPolicy({ ...previous, ...ofIssuer, issuer: 'Unknown' }, ['new.example']);
    assert.deepEqual(kept.lifetimeActions, ofIssuer.lifetimeActions);
  });

  it('takes another key where one is asked for', () => {
    const key = policyKeyOf('ec-p256');
    assert.deepEqual(renewalPolicy(previous, ['new.example'], key).key, key);
  });
});

describe('wishedPolicy', () => {
  const names = ['example.com'];
  const hsm = { kty: 'EC-HSM', size: undefined, curve: 'P-384', exportable: false, reuse: true };
  const previous = acmePolicy(['old.example'], hsm, 'application/x-pem-file');
  type Wish = Parameters<typeof wishedPolicy>[0];

  /** The wish; kind of key, curve or size, exportable, reuse and content type. */
  const cases: readonly [Wish, CertificatePolicy | undefined, readonly unknown[]][] = [
    [{}, undefined, ['RSA', 2048, true, false, 'application/x-pkcs12']],
    [
      { keyType: 'ec-p256', exportable: false },
      undefined,
      ['EC', 'P-256', false, false, 'application/x-pkcs12'],
    ],
    [
      { contentType: 'application/x-pem-file', reuseKey: true },
      undefined,
      ['RSA', 2048, true, true, 'application/x-pem-file'],
    ],
    [{}, previous, ['EC-HSM', 'P-384', false, true, 'application/x-pem-file']],
    [
      { keyType: 'ec-p384-hsm' },
      previous,
      ['EC-HSM', 'P-384', false, true, 'application/x-pem-file'],
    ],
    [{ keyType: 'ec-p384' }, previous, ['EC', 'P-384', false, true, 'application/x-pem-file']],
    [
      { keyType: 'rsa-3072', exportable: true },
      previous,
      ['RSA', 3072, true, true, 'application/x-pem-file'],
    ],
    [
      { keyType: 'rsa-3072-hsm' },
      previous,
      ['RSA-HSM', 3072, false, true, 'application/x-pem-file'],
    ],
    [
      { keyType: 'rsa-2048-hsm' },
      acmePolicy(names, RSA),
      ['RSA-HSM', 2048, false, false, 'application/x-pkcs12'],
    ],
    [
      { keyType: 'rsa-4096-hsm', reuseKey: true },
      undefined,
      ['RSA-HSM', 4096, false, true, 'application/x-pkcs12'],
    ],
    [
      { keyType: 'ec-p256-hsm', exportable: false },
      undefined,
      ['EC-HSM', 'P-256', false, false, 'application/x-pkcs12'],
    ],
    [
      { contentType: 'application/x-pkcs12', reuseKey: false },
      previous,
      ['EC-HSM', 'P-384', false, false, 'application/x-pkcs12'],
    ],
  ];
  for (const [wish, before, expected] of cases) {
    it(`is ${expected.join(', ')} for ${JSON.stringify(wish)}${before ? ' on what is there' : ''}`, () => {
      const { key, contentType, dnsNames } = wishedPolicy(wish, names, before);
      const found = [key.kty, key.curve ?? key.size, key.exportable, key.reuse, contentType];
      assert.deepEqual(found, expected);
      assert.deepEqual(dnsNames, names);
    });
  }
});

describe('a wish to export', () => {
  const asked: readonly [boolean | undefined, string, string?][] = [
    [true, 'rsa-2048-hsm', 'rsa-2048'],
    [true, 'ec-p521-hsm', 'ec-p521'],
    [true, 'rsa-2048'],
    [false, 'rsa-2048-hsm'],
    [undefined, 'rsa-2048-hsm'],
  ];
  for (const [exportable, keyType, instead] of asked) {
    it(`is ${instead === undefined ? 'taken' : 'refused'} for ${keyType} and ${String(exportable)}`, () => {
      const ask = (): void => {
        requireExportable(exportable, keyType);
      };
      if (instead === undefined) ask();
      else assert.throws(ask, new CertError('HsmKeyNotExportable', { keyType, instead }));
    });
  }

  it('makes no key in an HSM exportable', () => {
    const hsm = { kty: 'EC-HSM', size: undefined, curve: 'P-521', exportable: false, reuse: false };
    const names = ['example.com'];
    for (const previous of [undefined, acmePolicy(names, RSA), acmePolicy(names, hsm)]) {
      const wish = { keyType: 'rsa-2048-hsm', exportable: true } as const;
      assert.equal(wishedPolicy(wish, names, previous).key.exportable, false);
    }
  });
});

describe('differencesFrom', () => {
  const rsa2048 = { type: 'RSA', size: 2048, curve: undefined, fingerprint: 'f' };
  const rsa4096 = { ...rsa2048, size: 4096 };
  const otherKey: Difference = { kind: 'other-key', found: 'RSA 4096', asked: 'RSA 2048' };
  const cases: readonly [
    readonly string[],
    readonly string[],
    typeof rsa2048,
    readonly Difference[],
  ][] = [
    [['a.example', 'b.example'], ['b.example', 'a.example'], rsa2048, []],
    [
      ['a.example', 'b.example'],
      ['a.example'],
      rsa2048,
      [{ kind: 'names-missing', names: ['b.example'] }],
    ],
    [
      ['a.example'],
      ['a.example', 'c.example'],
      rsa2048,
      [{ kind: 'names-unasked', names: ['c.example'] }],
    ],
    [['a.example'], ['a.example'], rsa4096, [otherKey]],
    [
      ['a.example', 'b.example', 'c.example'],
      ['x.example'],
      rsa4096,
      [
        { kind: 'names-missing', names: ['a.example', 'b.example', 'c.example'] },
        { kind: 'names-unasked', names: ['x.example'] },
        otherKey,
      ],
    ],
  ];
  for (const [wanted, found, publicKey, differences] of cases) {
    it(`of ${found.join()} from ${wanted.join()}: ${differences.map(({ kind }) => kind).join() || 'none'}`, () => {
      const asked = { dnsNames: wanted, key: RSA };
      assert.deepEqual(differencesFrom(asked, { dnsNames: found, publicKey }), differences);
    });
  }
});
