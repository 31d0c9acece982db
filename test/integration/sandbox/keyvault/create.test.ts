import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { describe, it } from 'node:test';
import * as x509 from '@peculiar/x509';
import { assertAnswers, recorded } from './recorded.ts';
import { createVaultUnderTest } from './vault-under-test.ts';
import { bundleOf, errorOf, pendingOf } from './wire.ts';

const UNKNOWN = { policy: { x509_props: { subject: 'CN=x' }, issuer: { name: 'Unknown' } } };

/** The CSR in Key Vault's own documentation of this operation: what it asks for, in its order. */
const DOCUMENTED_EXTENSIONS = '2.5.29.15,2.5.29.37,2.5.29.17,2.5.29.19';

describe('creating a certificate', () => {
  for (const [fixture, name] of [
    ['create-self-202', 'livekvtestcert'],
    ['create-unknown-202', 'mergecert'],
    ['create-self-202-explicit-policy', 'policycert'],
  ] as const) {
    it(`answers as recorded: ${fixture}`, async () => {
      const { body } = recorded(fixture).request;
      const answer = await createVaultUnderTest().request('POST', `/certificates/${name}/create`, {
        body,
      });
      assertAnswers(answer, fixture);
    });
  }

  it('answers the example of the documentation in its form', async () => {
    const { request } = createVaultUnderTest();
    const answer = await request('POST', '/certificates/selfSignedCert01/create', {
      apiVersion: '7.0',
      body: {
        policy: {
          key_props: { exportable: true, kty: 'RSA', key_size: 2048, reuse_key: false },
          secret_props: { contentType: 'application/x-pkcs12' },
          x509_props: {
            subject: 'CN=*.microsoft.com',
            sans: { dns_names: ['onedrive.microsoft.com', 'xbox.microsoft.com'] },
          },
          issuer: { name: 'Self' },
        },
      },
    });
    const csr = new x509.Pkcs10CertificateRequest(Buffer.from(pendingOf(answer).csr, 'base64'));
    assert.equal(csr.subject, 'CN=*.microsoft.com');
    assert.equal(csr.extensions.map(({ type }) => type).join(), DOCUMENTED_EXTENSIONS);
    assert.equal(
      Buffer.from(csr.extensions[0]?.value ?? new ArrayBuffer(0)).toString('hex'),
      '030205a0',
    );
    assert.equal(await csr.verify(), true);
  });

  const keys: readonly (readonly [object, string])[] = [
    [{ kty: 'RSA', key_size: 3072 }, 'rsa 3072'],
    [{ kty: 'RSA', key_size: 4096 }, 'rsa 4096'],
    [{ kty: 'EC' }, 'ec prime256v1'],
    [{ kty: 'EC', crv: 'P-384' }, 'ec secp384r1'],
    [{ kty: 'EC', crv: 'P-521', key_size: 521 }, 'ec secp521r1'],
  ];
  for (const [key_props, expected] of keys) {
    it(`makes a real key: ${JSON.stringify(key_props)}`, async () => {
      const { request } = createVaultUnderTest();
      const body = { policy: { ...UNKNOWN.policy, key_props } };
      const answer = await request('POST', '/certificates/x/create', { body });
      const csr = new x509.Pkcs10CertificateRequest(Buffer.from(pendingOf(answer).csr, 'base64'));
      const key = createPublicKey({
        key: Buffer.from(csr.publicKey.rawData),
        format: 'der',
        type: 'spki',
      });
      const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
      assert.equal(`${key.asymmetricKeyType ?? ''} ${namedCurve ?? modulusLength ?? ''}`, expected);
      assert.equal(await csr.verify(), true);
    });
  }

  it('asks for every name, usage and key usage of the policy', async () => {
    const x509_props = {
      subject: 'cn=a.example, O="Example, Inc."',
      sans: { dns_names: ['a.example', '*.a.example'], ipAddresses: ['192.0.2.1'] },
      ekus: ['1.3.6.1.5.5.7.3.1'],
      key_usage: ['digitalSignature', 'decipherOnly'],
    };
    const body = { policy: { x509_props } };
    const answer = await createVaultUnderTest().request('POST', '/certificates/x/create', { body });
    const csr = new x509.Pkcs10CertificateRequest(Buffer.from(pendingOf(answer).csr, 'base64'));
    assert.deepEqual(csr.subjectName.toJSON(), [{ CN: ['a.example'] }, { O: ['Example, Inc.'] }]);
    const names = csr.extensions.find(
      (each) => each instanceof x509.SubjectAlternativeNameExtension,
    );
    assert.deepEqual(names?.names.toJSON(), [
      { type: 'dns', value: 'a.example' },
      { type: 'dns', value: '*.a.example' },
      { type: 'ip', value: '192.0.2.1' },
    ]);
    const usages = csr.extensions.find((each) => each instanceof x509.ExtendedKeyUsageExtension);
    assert.deepEqual([...(usages?.usages ?? [])], ['1.3.6.1.5.5.7.3.1']);
    const keyUsage = csr.extensions.find((each) => each instanceof x509.KeyUsagesExtension);
    const { digitalSignature, decipherOnly } = x509.KeyUsageFlags;
    assert.equal(keyUsage?.usages, digitalSignature | decipherOnly);
  });

  it('leaves a disabled placeholder with the tags, as recorded', async () => {
    const { request, now } = createVaultUnderTest();
    await request('POST', '/certificates/mergecert/create', {
      body: recorded('create-unknown-202').request.body,
    });
    const answer = await request('GET', '/certificates/mergecert/');
    assertAnswers(answer, 'get-cert-while-only-pending-unknown');
    const { nbf, exp, created } = bundleOf(answer).attributes;
    assert.equal(created, now() / 1000);
    assert.equal(created - nbf, 600);
    assert.equal(exp, Date.parse('2027-03-01T12:00:00Z') / 1000);
    await request('POST', '/certificates/tagged/create', {
      body: { ...UNKNOWN, tags: { a: '1' } },
    });
    assert.deepEqual(bundleOf(await request('GET', '/certificates/tagged')).tags, { a: '1' });
  });

  it('shows the placeholder of issuer Self, too', async () => {
    const { request } = createVaultUnderTest();
    const body = {
      policy: { x509_props: { subject: 'cn=MyCert', sans: {} }, issuer: { name: 'Self' } },
    };
    await request('POST', '/certificates/opcert/create', { body });
    const answer = await request('GET', '/certificates/opcert/');
    assertAnswers(answer, 'get-cert-while-only-pending-self');
  });

  it('is refused while an operation is in progress, also for two at the same time', async () => {
    const { request } = createVaultUnderTest();
    const create = () => request('POST', '/certificates/x/create', { body: UNKNOWN });
    const answers = await Promise.all([create(), create()]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [202, 409]);
    assertAnswers(await create(), 'create-409-while-pending');
  });

  it('is refused for a deleted name', async () => {
    const { request } = createVaultUnderTest();
    await request('POST', '/certificates/x/create', { body: UNKNOWN });
    await request('DELETE', '/certificates/x');
    const answer = await request('POST', '/certificates/x/create', { body: UNKNOWN });
    assertAnswers(answer, 'create-409-deleted-but-recoverable', { hotsqa: 'x' });
  });
});

describe('a policy that the service refuses', () => {
  const x509_props = { subject: 'CN=x' };

  for (const kty of ['RSA-HSM', 'EC-HSM']) {
    it(`wants ${kty}, which only a premium vault has`, async () => {
      const body = { policy: { x509_props, key_props: { kty }, issuer: { name: 'Unknown' } } };
      const standard = createVaultUnderTest();
      const refused = await standard.request('POST', '/certificates/x/create', { body });
      assert.equal(refused.status, 400);
      assert.match(errorOf(refused).message, /not allowed on standard vault/);
      const premium = createVaultUnderTest({ tier: 'premium' });
      const answer = await premium.request('POST', '/certificates/x/create', { body });
      assert.equal(answer.status, 202);
    });
  }

  const bodies: readonly (readonly [string, unknown])[] = [
    ['policy', {}],
    ['kty', { policy: { x509_props, key_props: { kty: 'oct' } } }],
    ['key_size', { policy: { x509_props, key_props: { kty: 'RSA', key_size: 1024 } } }],
    ['key_size', { policy: { x509_props, key_props: { kty: 'EC', crv: 'P-256', key_size: 384 } } }],
    ['key_size', { policy: { x509_props, key_props: { kty: 'EC', crv: 'P-999' } } }],
    ['crv', { policy: { x509_props, key_props: { kty: 'RSA', crv: 'P-256' } } }],
    ['exportable', { policy: { x509_props, key_props: { kty: 'EC-HSM', exportable: true } } }],
    ['contentType', { policy: { x509_props, secret_props: { contentType: 'text/plain' } } }],
    ['subject', { policy: { x509_props: { subject: 'just a name' } } }],
    ['subject', { policy: { x509_props: { subject: 'CN=' } } }],
    ['x509_props', { policy: { x509_props: {} } }],
    ['sans', { policy: { x509_props: { ...x509_props, sans: { dns_names: [''] } } } }],
    ['sans', { policy: { x509_props: { ...x509_props, sans: { ipAddresses: ['no'] } } } }],
    ['ekus', { policy: { x509_props: { ...x509_props, ekus: ['serverAuth'] } } }],
    ['validity_months', { policy: { x509_props: { ...x509_props, validity_months: 0 } } }],
    ['lifetime_actions', lifetime({ lifetime_percentage: 100 })],
    ['lifetime_actions', lifetime({ lifetime_percentage: 50, days_before_expiry: 5 })],
    ['lifetime_actions', lifetime({ days_before_expiry: 12 * 27 + 1 })],
    ['lifetime_actions', lifetime({ lifetime_percentage: 80 }, 'AutoRenew')],
    ['', { policy: { x509_props, key_props: { key_size: 'large' } } }],
    ['', { policy: { x509_props: { ...x509_props, key_usage: ['everything'] } } }],
    ['', { policy: { x509_props }, tags: manyTags(16) }],
    ['', { policy: { x509_props }, tags: { long: 'x'.repeat(257) } }],
  ];

  function lifetime(trigger: object, action_type = 'EmailContacts') {
    return { policy: { x509_props, lifetime_actions: [{ trigger, action: { action_type } }] } };
  }

  function manyTags(count: number): Record<string, string> {
    return Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`t${String(index)}`, '']),
    );
  }

  for (const [property, body] of bodies) {
    it(`names ${property || 'nothing'}: ${JSON.stringify(body).slice(0, 110)}`, async () => {
      const { request, keyVault } = createVaultUnderTest();
      const answer = await request('POST', '/certificates/x/create', { body });
      assert.equal(answer.status, 400);
      assert.deepEqual(errorOf(answer), {
        code: 'BadParameter',
        message: `Property ${property} has invalid value\r\n`,
      });
      assert.deepEqual(keyVault.snapshot()[0]?.certificates, []);
    });
  }

  it('takes what is just inside the limits', async () => {
    const { request } = createVaultUnderTest();
    const body = { ...lifetime({ days_before_expiry: 12 * 27 }), tags: manyTags(15) };
    assert.equal((await request('POST', '/certificates/x/create', { body })).status, 202);
  });

  it('refuses an issuer that the vault does not have', async () => {
    const { request } = createVaultUnderTest();
    const body = { policy: { x509_props, issuer: { name: 'mydigicert' } } };
    const answer = await request('POST', '/certificates/x/create', { body });
    assert.deepEqual(errorOf(answer), { code: 'BadParameter', message: 'Issuer not found' });
  });
});
