import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import type { LogEntry } from '../../sandbox/log/request-log.ts';
import { issuedBy } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { acmeResource, describeRequest, requestsDuring } from './requests.ts';
import {
  hasOpenssl,
  pebbleRoot,
  pemCertificates,
  readSecret,
  verifyWithOpenssl,
} from './stored-secret.ts';

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

describe('issuing a certificate', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld();
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const stored = (name: string) => world.control.certificate('contoso-prod', name);
  const create = (name: string, names: readonly string[], ...more: readonly string[]) =>
    world.run(
      ...['create', `contoso-prod/${name}`, ...names.flatMap((each) => ['--dns', each])],
      ...['--profile', 'tlsserver', '--agree-terms', '--output', 'json', ...more],
    );

  describe('for apex and wildcard', () => {
    const names = ['example.com', '*.example.com'];

    it('makes one order, one write of TXT values, and answers each challenge once', async () => {
      const { result, log } = await requestsDuring(world.control, () => create('apex', names));
      assert.deepEqual(issuedBy(result).dnsNames, names);
      const acme = log.filter(({ api }) => api === 'acme').map(acmeResource);
      const count = (resource: string) => acme.filter((each) => each === resource).length;
      assert.equal(count('order-plz'), 1);
      assert.equal(count('chalZ'), 2);
      assert.equal(count('finalize-order'), 1);
      const dns = log.filter(({ path }) => path.includes('/TXT/')).filter(isChange);
      assert.deepEqual(
        dns.map(({ method, status }) => [method, status]),
        [
          ['PUT', 201],
          ['DELETE', 200],
        ],
      );
      assert.equal(dns[0]?.requestHeaders['if-none-match'], '*');
      assert.match(dns[1]?.requestHeaders['if-match'] ?? '', /./);
    });

    it('takes at most 13 requests to the CA, a new account among them', async () => {
      const machine = await world.anotherMachine();
      const { result, log } = await requestsDuring(world.control, () =>
        world.runIn(
          machine,
          ...['create', 'contoso-prod/counted', '--dns', 'example.com', '--dns', '*.example.com'],
          ...['--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
        ),
      );
      issuedBy(result);
      const acme = telling(log.filter(({ api }) => api === 'acme'));
      assert.ok(acme.map(acmeResource).includes('sign-me-up'));
      assert.ok(acme.length >= 10 && acme.length <= 13, acme.map(describeRequest).join('\n'));
    });

    it('leaves tag and policy as a renewal needs them', async () => {
      const { versions, policy } = await stored('apex');
      const tags = versions[0]?.tags ?? {};
      assert.deepEqual(Object.keys(tags), ['kvcert-ca']);
      assert.match(
        tags['kvcert-ca'] ?? '',
        /^letsencrypt profile=tlsserver account=https:\/\/acme-v02\.api\.letsencrypt\.org\//,
      );
      const { issuer, x509_props, key_props } = policy;
      assert.equal(issuer.name, 'Unknown');
      assert.deepEqual(x509_props.ekus, [SERVER_AUTH]);
      assert.deepEqual(x509_props.sans?.dns_names, names);
      assert.equal(x509_props.subject, 'CN=example.com');
      assert.deepEqual(
        [key_props.kty, key_props.key_size, key_props.exportable],
        ['RSA', 2048, true],
      );
    });

    it(
      'stores a chain and a key that openssl accepts, in this order',
      { skip: hasOpenssl() ? false : 'openssl is not on PATH' },
      async () => {
        const { chain } = issuedBy(
          await create('verified', names, '--key', 'ec-p256', '--profile', 'classic'),
        );
        const secret = await readSecret(world.ready, 'contoso-prod', 'verified');
        const pem = await verifyWithOpenssl(secret, await pebbleRoot(world.ready));
        assert.deepEqual(pemCertificates(pem).map(raw), pemCertificates(chain).map(raw));
      },
    );
  });

  it('puts the values of parent and child zone into the zone of each', async () => {
    const names = ['example.com', 'www.shop.example.com', 'shop.example.com'];
    const { result, log } = await requestsDuring(world.control, () => create('zones', names));
    assert.deepEqual(issuedBy(result).dnsNames, names);
    const written = log.filter(({ method, path }) => method === 'PUT' && path.includes('/TXT/'));
    assert.deepEqual(written.map(({ path }) => /dnszones\/(.*)\?/i.exec(path)?.[1]).toSorted(), [
      'example.com/TXT/_acme-challenge',
      'shop.example.com/TXT/_acme-challenge',
      'shop.example.com/TXT/_acme-challenge.www',
    ]);
  });

  it('uses a zone of another subscription', async () => {
    const names = ['www.example.org', 'two.example.com'];
    assert.deepEqual(issuedBy(await create('abroad', names)).dnsNames, names);
  });

  for (const [keyType, expected] of [
    ['rsa-3072', ['RSA', 3072]],
    ['rsa-4096', ['RSA', 4096]],
    ['ec-p256', ['EC', 'prime256v1']],
    ['EC-P384', ['EC', 'secp384r1']],
  ] as const) {
    it(`has the vault make a key of type ${keyType}`, async () => {
      const name = `key-${keyType}`;
      const { chain } = issuedBy(await create(name, ['keys.example.com'], '--key', keyType));
      const { publicKey } = new X509Certificate(chain);
      const details = publicKey.asymmetricKeyDetails;
      assert.deepEqual(
        [publicKey.asymmetricKeyType?.toUpperCase(), details?.modulusLength ?? details?.namedCurve],
        expected,
      );
      const { key_props } = (await stored(name)).policy;
      assert.deepEqual([key_props.kty, key_props.reuse_key], [expected[0], false]);
    });
  }

  const long = `${'long-'.repeat(11)}label.${'deep-'.repeat(6)}label.example.com`;

  it('takes the first name that fits as the common name', async () => {
    const names = [long, 'fits.example.com', 'too.example.com'];
    assert.deepEqual(issuedBy(await create('long-first', names)).dnsNames, names);
    const { policy } = await stored('long-first');
    assert.equal(policy.x509_props.subject, 'CN=fits.example.com');
  });

  it('does without a common name where none fits', async () => {
    assert.deepEqual(issuedBy(await create('long-only', [long])).dnsNames, [long]);
    const { policy } = await stored('long-only');
    assert.equal(policy.x509_props.subject, '');
    assert.deepEqual(policy.x509_props.sans?.dns_names, [long]);
  });

  it('issues for names beyond ASCII and in any case, as A-labels', async () => {
    const names = ['Bücher.Example.COM.', 'BÜCHER.shop.example.com', 'bücher.example.com'];
    assert.deepEqual(issuedBy(await create('idn', names)).dnsNames, [
      'xn--bcher-kva.example.com',
      'xn--bcher-kva.shop.example.com',
    ]);
  });

  it('issues for 24 names at once', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `n${String(index)}.example.com`).flatMap(
      (name) => [name, `*.${name}`],
    );
    const { result, log } = await requestsDuring(world.control, () => create('many', names));
    assert.deepEqual(issuedBy(result).dnsNames, names);
    const written = log.filter(({ method, path }) => method === 'PUT' && path.includes('/TXT/'));
    assert.equal(written.length, 12);
  });

  it('uses the staging CA with an account of its own', async () => {
    const { chain } = issuedBy(
      await create('try', ['try.example.com'], '--ca', 'letsencrypt-staging'),
    );
    const { versions } = await stored('try');
    assert.match(
      versions[0]?.tags['kvcert-ca'] ?? '',
      /^letsencrypt-staging profile=tlsserver account=https:\/\/acme-staging-v02\./,
    );
    assert.equal(pemCertificates(chain).length, 2);
  });

  it('prints a table for people, with progress apart from it', async () => {
    const { code, stdout, stderr } = await world.run(
      ...['create', 'contoso-dev/table', '--dns', 'table.example.com', '--profile', 'shortlived'],
    );
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /^Certificate +contoso-dev\/table\nVersion +[0-9a-f]{32}\nDNS names +table/,
    );
    assert.match(stderr, /^contoso-dev\/table {2}Order the certificate \(/m);
    assert.match(stderr, /^contoso-dev\/table {2}Clean up \(/m);
  });
});

function isChange({ method }: { readonly method: string }): boolean {
  return method !== 'GET';
}

/** Without the looks at something on which the CA, however slow here, was still at work. */
function telling(log: readonly LogEntry[]): readonly LogEntry[] {
  const seen = new Map<string, unknown>();
  return log.filter(({ path, responseBody }) => {
    const status = (responseBody as { readonly status?: unknown } | null)?.status;
    const isLook = /\/(authZ|my-order)\//.test(path);
    const news = !isLook || (status !== 'processing' && seen.get(path) !== (status ?? path));
    seen.set(path, status);
    return news;
  });
}

function raw(pem: string): string {
  return new X509Certificate(pem).raw.toString('base64');
}
