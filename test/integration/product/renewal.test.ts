import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import { Pkcs10CertificateRequest } from '@peculiar/x509';
import type { CertificateSnapshot } from '../../sandbox/keyvault/vault-snapshot.ts';
import { issuedBy, refusalOf } from './answers.ts';
import { azureCaller, vaultUrl, type AzureCaller } from './azure-caller.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { acmeResource, changes, requestsDuring } from './requests.ts';
import { pebbleRoot, pemCertificates, readSecret } from './stored-secret.ts';

const VAULT = 'contoso-prod';

describe('renewing a certificate by hand', () => {
  it('makes a CSR by its policy, which waits for its merge', async () => {
    const world = await startProductWorld();
    try {
      const create = ['create', `${VAULT}/hand`, '--dns', 'hand.example.com', '--agree-terms'];
      assert.equal((await world.run(...create)).code, 0);
      const ended = await world.run('renew', `${VAULT}/hand`, '--csr');
      assert.equal(ended.code, 0, ended.stderr);
      assert.match(ended.stderr, /kvcert pending merge contoso-prod.hand FILE/);
      const csr = new Pkcs10CertificateRequest(ended.stdout);
      assert.equal(await csr.verify(), true);
      assert.match(csr.toString('text'), /hand\.example\.com/);
      await assertNothingLeft(world, { foreignOperations: ['hand'] });
      assert.match((await world.run('history')).stdout, /hand +requested by CSR/);
      const again = await world.run('renew', `${VAULT}/hand`, '--csr', '--output', 'json');
      refusalOf(again, 1, 'ForeignPendingOperation');
      const usage = ['renew', `${VAULT}/hand`, '--csr', '--key', 'ec-p256', '--output', 'json'];
      refusalOf(await world.run(...usage), 2, 'InvalidUsage');
    } finally {
      await world.close();
    }
  });
});

describe('renewing a certificate', () => {
  let world: ProductWorld;
  let stranger: AzureCaller;
  before(async () => {
    world = await startProductWorld();
    stranger = azureCaller(world.ready, 'stranger');
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const create = async (name: string, ...more: readonly string[]): Promise<void> => {
    const ended = await world.run(
      ...['create', `${VAULT}/${name}`, '--dns', `${name}.example.com`, '--key', 'ec-p256'],
      ...['--profile', 'tlsserver', '--agree-terms', '--output', 'json', ...more],
    );
    issuedBy(ended);
  };
  const renew = (name: string, ...more: readonly string[]) =>
    world.run('renew', `${VAULT}/${name}`, '--output', 'json', ...more);
  const stored = (name: string) => world.control.certificate(VAULT, name);
  const setTags = (name: string, tags: Readonly<Record<string, string>>) =>
    stranger.ask('PATCH', vaultUrl(VAULT, `/certificates/${name}`), { tags });
  const setPolicy = (name: string, policy: object) =>
    stranger.ask('PATCH', vaultUrl(VAULT, `/certificates/${name}/policy`), policy);

  describe('that others have marked and changed', () => {
    let old: CertificateSnapshot;
    before(async () => {
      await create('web', '--dns', 'www.shop.example.com', '--profile', 'shortlived');
      const { versions } = await stored('web');
      await setTags('web', { ...versions[0]?.tags, team: 'web', 'cost centre': '4711 / b' });
      await setPolicy('web', {
        secret_props: { contentType: 'application/x-pem-file' },
        lifetime_actions: [
          { trigger: { lifetime_percentage: 61 }, action: { action_type: 'EmailContacts' } },
        ],
      });
      old = await stored('web');
    });

    it('makes a new version with the names, the key and the profile of the old one', async () => {
      const { result, log } = await requestsDuring(world.control, () => renew('web'));
      const issued = issuedBy(result);
      assert.deepEqual(issued.dnsNames, ['web.example.com', 'www.shop.example.com']);
      const { versions } = await stored('web');
      assert.deepEqual(
        versions.map(({ id }) => id),
        [old.versions[0]?.id, issued.version],
      );
      const { publicKey } = new X509Certificate(issued.chain);
      assert.equal(publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
      const order = log.find((entry) => acmeResource(entry) === 'order-plz');
      assert.equal(payloadOf(order?.requestBody)['profile'], 'shortlived');
    });

    it('keeps the tags of others on both versions and its own claim on neither', async () => {
      const { versions } = await stored('web');
      assert.deepEqual(
        versions.map(({ tags }) => tags),
        [old.versions[0]?.tags, old.versions[0]?.tags],
      );
      assert.equal(versions[1]?.tags['cost centre'], '4711 / b');
    });

    it('keeps the policy', async () => {
      assert.deepEqual(withoutTimes(await stored('web')), withoutTimes(old));
    });

    it('stores chain and key as PEM, which node:crypto verifies up to the CA’s root', async () => {
      const { contentType, value } = await readSecret(world.ready, VAULT, 'web');
      assert.equal(contentType, 'application/x-pem-file');
      const certificates = [...pemCertificates(value), await pebbleRoot(world.ready)].map(
        (pem) => new X509Certificate(pem),
      );
      assert.equal(certificates[0]?.checkPrivateKey(createPrivateKey(value)), true);
      assert.equal(certificates[0].checkHost('web.example.com'), 'web.example.com');
      for (const [index, issuer] of certificates.slice(1).entries()) {
        const certificate = certificates[index];
        assert.equal(certificate?.checkIssued(issuer), true);
        assert.equal(certificate.verify(issuer.publicKey), true);
      }
    });
  });

  it('asks the issuer of the vault where that has made it, and leaves everything else alone', async () => {
    await stranger.ask('POST', vaultUrl(VAULT, '/certificates/own/create'), {
      policy: {
        issuer: { name: 'Self' },
        key_props: { kty: 'RSA', key_size: 2048, exportable: true, reuse_key: false },
        x509_props: { subject: 'CN=own', sans: { dns_names: ['own.example.com'] } },
      },
      tags: { team: 'web' },
    });
    const issued = async (): Promise<number> => (await stored('own')).versions.length;
    while ((await issued()) < 1) await new Promise((resolve) => setTimeout(resolve, 50));
    const old = await stored('own');
    const { result, log } = await requestsDuring(world.control, () => renew('own'));
    const { version, dnsNames } = issuedBy(result);
    assert.deepEqual(dnsNames, ['own.example.com']);
    const now = await stored('own');
    assert.equal(now.versions.at(-1)?.id, version);
    assert.deepEqual(now.versions.at(-1)?.tags, { team: 'web' });
    assert.deepEqual(withoutTimes(now), withoutTimes(old));
    assert.equal(changes(log).length, 1, changes(log).join());
    const changed = await renew('own', '--key', 'ec-p256');
    assert.match(refusalOf(changed, 1, 'NotRenewable').message, /issuer in Key Vault, Self,/);
  });

  it('leaves tags and policy as they were if the CA refuses the CSR', async () => {
    await create('refused');
    await setTags('refused', { ...(await stored('refused')).versions[0]?.tags, team: 'web' });
    await setPolicy('refused', {
      lifetime_actions: [
        { trigger: { days_before_expiry: 9 }, action: { action_type: 'EmailContacts' } },
      ],
      x509_props: { validity_months: 7, key_usage: ['digitalSignature'] },
    });
    const old = await stored('refused');
    await world.control.fault({
      kind: 'fail',
      match: { api: 'acme', path: '/finalize-order/' },
      status: 403,
      headers: { 'Content-Type': 'application/problem+json' },
      body: { type: 'urn:ietf:params:acme:error:badCSR', detail: 'No such key, please.' },
    });
    const { message } = refusalOf(await renew('refused'), 1, 'AcmeProblem');
    assert.match(message, /No such key, please\./);
    const now = await stored('refused');
    assert.deepEqual(now.versions, old.versions);
    assert.deepEqual(withoutTimes(now), withoutTimes(old));
    await renew('refused').then(issuedBy);
  });

  it('puts the policy back if a version with other names comes to nothing', async () => {
    await create('restored');
    const old = await stored('restored');
    await world.control.fault({
      kind: 'fail',
      match: { api: 'acme', path: '/finalize-order/' },
      status: 403,
      headers: { 'Content-Type': 'application/problem+json' },
      body: { type: 'urn:ietf:params:acme:error:badCSR', detail: 'No such key, please.' },
    });
    const change = ['--new-version', '--dns', 'other.example.com', '--key', 'rsa-2048'];
    const args = ['create', `${VAULT}/restored`, ...change, '--profile', 'tlsserver'];
    refusalOf(await world.run(...args, '--output', 'json'), 1, 'AcmeProblem');
    assert.deepEqual(withoutTimes(await stored('restored')), withoutTimes(old));
  });

  describe('of which no tag says who has issued it', () => {
    before(async () => {
      await create('untagged');
      await setTags('untagged', { team: 'web' });
    });

    it('is refused, and nothing is touched', async () => {
      const { result, log } = await requestsDuring(world.control, () => renew('untagged'));
      const { remedies } = refusalOf(result, 1, 'NotRenewable');
      assert.match(remedies[0]?.command ?? '', /^kvcert renew contoso-prod\/untagged --ca /);
      assert.deepEqual(changes(log), []);
    });

    it('is done with --ca, which the tag says from then on', async () => {
      await renew('untagged', '--ca', 'letsencrypt', '--profile', 'tlsserver').then(issuedBy);
      const tags = (await stored('untagged')).versions.at(-1)?.tags ?? {};
      assert.match(tags['kvcert-ca'] ?? '', /^letsencrypt profile=tlsserver /);
      assert.equal(tags['team'], 'web');
    });
  });

  describe('whose tag is somebody else’s idea', () => {
    before(() => create('tampered'));
    const cases = [
      ['https://acme.evil.example/directory', 1, 'NotRenewable'],
      ['https://acme.evil.example/directory profile=tlsserver', 1, 'NotRenewable'],
      ['https://acme-v02.api.letsencrypt.org.evil.example/directory', 1, 'NotRenewable'],
      ['http://acme-v02.api.letsencrypt.org/directory', 1, 'NotRenewable'],
      ['https://user:secret@acme-v02.api.letsencrypt.org/directory', 1, 'NotRenewable'],
      ['buypass', 1, 'NotRenewable'],
      ['\u001b[2J', 1, 'NotRenewable'],
      ['letsencrypt profile=unheard-of', 2, 'UnknownProfile'],
    ] as const;
    for (const [tag, exitCode, errorCode] of cases) {
      it(`is refused with ${JSON.stringify(tag)}, and nothing is touched`, async () => {
        await setTags('tampered', { 'kvcert-ca': tag });
        const { result, log } = await requestsDuring(world.control, () => renew('tampered'));
        refusalOf(result, exitCode, errorCode);
        assert.deepEqual(changes(log), []);
      });
    }

    it('uses its own account, whatever the tag says', async () => {
      await setTags('tampered', {
        'kvcert-ca': 'letsencrypt profile=tlsserver account=https://acme.evil.example/1',
      });
      await renew('tampered').then(issuedBy);
      const tag = (await stored('tampered')).versions.at(-1)?.tags['kvcert-ca'];
      assert.match(tag ?? '', / account=https:\/\/acme-v02\.api\.letsencrypt\.org\//);
    });
  });

  describe('that carries many tags', () => {
    const tagsOf = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${String(index)}`, 'x']));
    before(() => create('tagged'));

    it('is refused where the tags of others leave no room, and nothing is touched', async () => {
      await setTags('tagged', { ...tagsOf(14), 'kvcert-ca': 'letsencrypt profile=tlsserver' });
      const { result, log } = await requestsDuring(world.control, () => renew('tagged'));
      refusalOf(result, 1, 'TooManyTags');
      assert.deepEqual(changes(log), []);
    });

    it('is done where there is just room enough', async () => {
      await setTags('tagged', { ...tagsOf(13), 'kvcert-ca': 'letsencrypt profile=tlsserver' });
      await renew('tagged').then(issuedBy);
      const tags = (await stored('tagged')).versions.at(-1)?.tags ?? {};
      assert.equal(Object.keys(tags).length, 14);
    });
  });

  it('is refused for what is not there', async () => {
    refusalOf(await renew('nothing'), 2, 'CertificateNotFound');
  });

  it('makes a new version with other names only when it is asked to', async () => {
    await create('moved');
    const change = ['--dns', 'elsewhere.example.com', '--key', 'rsa-2048'];
    const args = ['create', `${VAULT}/moved`, ...change, '--profile', 'tlsserver'];
    const { result, log } = await requestsDuring(world.control, () =>
      world.run(...args, '--output', 'json'),
    );
    refusalOf(result, 2, 'CertificateExists');
    assert.deepEqual(changes(log), []);
    issuedBy(await world.run(...args, '--new-version', '--output', 'json'));
    const { versions, policy } = await stored('moved');
    assert.equal(versions.length, 2);
    assert.deepEqual(policy.x509_props.sans?.dns_names, ['elsewhere.example.com']);
    assert.deepEqual([policy.key_props.kty, policy.key_props.crv], ['RSA', undefined]);
  });
});

function payloadOf(body: unknown): Readonly<Record<string, unknown>> {
  return (body as { readonly payload: Readonly<Record<string, unknown>> }).payload;
}

/** The policy without the times at which it was made and changed. */
function withoutTimes({ policy }: CertificateSnapshot): object {
  return { ...policy, attributes: { enabled: policy.attributes.enabled } };
}
