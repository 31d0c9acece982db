/** What a certificate is to be like, as far as options say it: in the vault and in what applications read. */
import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import { issuedBy, refusalOf } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';
import { pebbleRoot, pemCertificates, readSecret } from './stored-secret.ts';

const VAULT = 'contoso-prod';

describe('what a certificate is to be like', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld();
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const run = (command: string, name: string, ...more: readonly string[]) =>
    world.run(command, `${VAULT}/${name}`, '--output', 'json', '--agree-terms', ...more);
  const stored = (name: string) => world.control.certificate(VAULT, name);

  /** The owner's tags of the newest version. */
  async function ownTags(name: string): Promise<Readonly<Record<string, string>>> {
    const tags = Object.entries((await stored(name)).versions.at(-1)?.tags ?? {});
    return Object.fromEntries(tags.filter(([key]) => key !== 'kvcert-ca'));
  }

  describe('is said when it is created', () => {
    before(async () => {
      const kind = ['--pem', '--key', 'ec-p256', '--reuse-key', '--profile', 'tlsserver'];
      const tags = ['--tag', 'team=web', '--tag', 'cost centre=4711 / b', '--tag', 'a\\=b=c=d'];
      issuedBy(await run('create', 'made', '--dns', 'made.example.com', ...kind, ...tags));
    });

    it('in the policy and in the tags', async () => {
      const { key_props, secret_props } = (await stored('made')).policy;
      assert.equal(secret_props.contentType, 'application/x-pem-file');
      assert.deepEqual(
        [key_props.crv, key_props.exportable, key_props.reuse_key],
        ['P-256', true, true],
      );
      assert.deepEqual(await ownTags('made'), {
        team: 'web',
        'cost centre': '4711 / b',
        'a=b': 'c=d',
      });
    });

    it('and in the secret', async () => {
      const { contentType, value } = await readSecret(world.ready, VAULT, 'made');
      assert.equal(contentType, 'application/x-pem-file');
      const [leaf = ''] = pemCertificates(value);
      assert.equal(new X509Certificate(leaf).checkPrivateKey(createPrivateKey(value)), true);
    });

    it('and kept when it is renewed, the key as well', async () => {
      const before = await stored('made');
      const [leaf = ''] = pemCertificates((await readSecret(world.ready, VAULT, 'made')).value);
      const { chain } = issuedBy(await run('renew', 'made'));
      const now = await stored('made');
      assert.deepEqual(now.policy.key_props, before.policy.key_props);
      assert.deepEqual(now.policy.secret_props, before.policy.secret_props);
      assert.deepEqual(now.versions.at(-1)?.tags, before.versions.at(-1)?.tags);
      assert.equal(publicKeyOf(chain), publicKeyOf(leaf));
    });

    it('and changed by a renewal that says so, with nothing of the rest', async () => {
      const names = ['--dns', 'made.example.com', '--dns', 'more.example.com'];
      const kind = ['--pkcs12', '--key', 'rsa-2048', '--no-reuse-key', '--tag', 'team=ops'];
      const { dnsNames } = issuedBy(await run('renew', 'made', ...names, ...kind));
      assert.deepEqual(dnsNames, ['made.example.com', 'more.example.com']);
      const { key_props, secret_props } = (await stored('made')).policy;
      assert.equal(secret_props.contentType, 'application/x-pkcs12');
      assert.deepEqual(
        [key_props.kty, key_props.exportable, key_props.reuse_key],
        ['RSA', true, false],
      );
      assert.deepEqual(await ownTags('made'), {
        team: 'ops',
        'cost centre': '4711 / b',
        'a=b': 'c=d',
      });
    });
  });

  it('is a key that nobody can read, where that is said', async () => {
    issuedBy(await run('create', 'kept', '--dns', 'kept.example.com', '--pem', '--no-export'));
    assert.equal((await stored('kept')).policy.key_props.exportable, false);
    const { value } = await readSecret(world.ready, VAULT, 'kept');
    assert.doesNotMatch(value, /PRIVATE KEY/);
    assert.ok(pemCertificates(value).length > 0);
  });

  it("goes back to the CA's default profile, where an empty one is named", async () => {
    const names = ['--dns', 'plain.example.com'];
    issuedBy(await run('create', 'plain', ...names, '--profile', 'tlsserver'));
    issuedBy(await run('renew', 'plain', '--profile', ''));
    const { versions } = await stored('plain');
    assert.match(versions.at(-1)?.tags['kvcert-ca'] ?? '', /^letsencrypt account=/);
  });

  it('asks the CA for a lifetime and a chain, which renewals keep until they are told otherwise', async () => {
    const [usual = '', other = ''] = await Promise.all(
      [0, 1].map(async (index) => commonName(await pebbleRoot(world.ready, index), 'subject')),
    );
    const wanted = ['--profile', 'tlsserver', '--valid-days', '10', '--preferred-chain', other];
    const recipe = `days=10 chain=${encodeURIComponent(other)} account=`;
    const outcomes = [
      issuedBy(await run('create', 'chained', '--dns', 'chained.example.com', ...wanted)),
      issuedBy(await run('renew', 'chained')),
      issuedBy(await run('renew', 'chained', '--valid-days', '0', '--preferred-chain', '')),
    ];
    assert.deepEqual(
      outcomes.map(({ chain }) => [
        commonName(pemCertificates(chain).at(-1) ?? '', 'issuer'),
        Math.round(daysOf(chain)),
      ]),
      [
        [other, 10],
        [other, 10],
        [usual, 45],
      ],
    );
    const { versions } = await stored('chained');
    assert.deepEqual(
      versions.map(({ tags }) => tags['kvcert-ca']?.includes(recipe)),
      [true, true, false],
    );
  });

  const names = ['--dns', 'wrong.example.com'];
  const wrong: readonly [string, readonly string[]][] = [
    ['InvalidOption', ['--tag', 'team']],
    ['InvalidOption', ['--valid-days', '399']],
    ['InvalidOption', ['--valid-days', '1.5']],
    ['InvalidOption', ['--preferred-chain', 'x'.repeat(65)]],
    ['InvalidTag', ['--tag', '=web']],
    ['InvalidTag', ['--tag', 'kvcert-ca=letsencrypt']],
    ['InvalidTag', ['--tag', 'team=web', '--tag', 'Team=ops']],
    ['InvalidTag', ['--tag', `team=${'x'.repeat(257)}`]],
    ['InvalidUsage', ['--pem', '--pkcs12']],
  ];
  for (const [code, options] of wrong) {
    it(`is refused with ${code} for ${options.join(' ').slice(0, 50)}, without asking anybody`, async () => {
      const { result, log } = await requestsDuring(world.control, () =>
        run('create', 'wrong', ...names, ...options),
      );
      refusalOf(result, 2, code);
      assert.deepEqual(log, []);
    });
  }

  it('is refused with more tags than there is room for, before anything is touched', async () => {
    const tags = Array.from({ length: 14 }, (_, index) => ['--tag', `tag-${String(index)}=x`]);
    const { result, log } = await requestsDuring(world.control, () =>
      run('create', 'wrong', ...names, ...tags.flat()),
    );
    refusalOf(result, 1, 'TooManyTags');
    assert.deepEqual(changes(log), []);
  });
});

function commonName(pem: string, of: 'subject' | 'issuer'): string {
  return /^CN=(.*)$/m.exec(new X509Certificate(pem)[of])?.[1] ?? '';
}

/** For how many days the leaf is valid. */
function daysOf(chain: string): number {
  const { validFrom, validTo } = new X509Certificate(chain);
  return (Date.parse(validTo) - Date.parse(validFrom)) / 86_400_000;
}

function publicKeyOf(pem: string): string {
  return new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'pem' }).toString();
}
