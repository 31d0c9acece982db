import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import { describe, it } from 'node:test';
import { assertAnswers, recorded } from './recorded.ts';
import { createVaultUnderTest, type Answer } from './vault-under-test.ts';
import { errorOf } from './wire.ts';

interface KeyBundle {
  readonly key: JsonWebKey & { readonly kid: string; readonly key_ops: readonly string[] };
  readonly attributes: { readonly enabled: boolean; readonly updated: number };
  readonly tags?: Readonly<Record<string, string>>;
  readonly managed?: boolean;
}

interface KeyPage {
  readonly value: readonly {
    readonly kid: string;
    readonly managed?: boolean;
    readonly tags?: Readonly<Record<string, string>>;
  }[];
}

const officer = { as: 'cryptoOfficer' };
const user = { as: 'cryptoUser' };
const EC = { kty: 'EC', crv: 'P-256' };
const DIGEST = createHash('sha256').update('protected.payload').digest('base64url');

const keyOf = (answer: Answer) => answer.body as KeyBundle;
const keysOf = (answer: Answer) => (answer.body as KeyPage).value;

async function withKey(name = 'account', body: object = EC) {
  const vault = createVaultUnderTest({ softDeleteRetentionDays: 7, tier: 'premium' });
  const created = await vault.request('POST', `/keys/${name}/create`, { ...officer, body });
  assert.equal(created.status, 200, JSON.stringify(created.body));
  return { ...vault, created, path: new URL(keyOf(created).key.kid).pathname };
}

describe('a key that is made in the vault', () => {
  it('is answered as recorded, without its private half', async () => {
    const name = 'livekvtestec-verify-P-256d6e52da3';
    const { created } = await withKey(name, recorded('key-create-ec-200').request.body as object);
    assertAnswers(created, 'key-create-ec-200');
    assert.equal(keyOf(created).key.d, undefined);
  });

  it('is refused in an HSM that a standard vault does not have', async () => {
    const { request } = createVaultUnderTest({ tier: 'standard' });
    const answer = await request('POST', '/keys/x/create', { ...officer, body: { kty: 'EC-HSM' } });
    assert.equal(answer.status, 400);
    assert.match(errorOf(answer).message, /not allowed on standard vault/);
  });

  const types: readonly (readonly [object, string, string | undefined])[] = [
    [EC, 'EC', 'P-256'],
    [{ kty: 'EC' }, 'EC', 'P-256'],
    [{ kty: 'EC', crv: 'P-384' }, 'EC', 'P-384'],
    [{ kty: 'EC-HSM', crv: 'P-521' }, 'EC-HSM', 'P-521'],
    [{ kty: 'RSA' }, 'RSA', undefined],
    [{ kty: 'RSA-HSM', key_size: 3072 }, 'RSA-HSM', undefined],
  ];
  for (const [body, kty, crv] of types) {
    it(`can be ${JSON.stringify(body)}`, async () => {
      const { key } = keyOf((await withKey('x', body)).created);
      assert.deepEqual([key.kty, key.crv], [kty, crv]);
      const bits = createPublicKey({
        key: { ...key, kty: kty.slice(0, -4) || kty },
        format: 'jwk',
      });
      assert.ok(bits.asymmetricKeyDetails);
      assert.ok(key.key_ops.includes('sign'));
    });
  }

  const wrong = [
    { kty: 'oct' },
    { kty: 'EC', crv: 'P-256K' },
    { kty: 'EC', crv: 'P-256', key_size: 384 },
    { kty: 'RSA', key_size: 1024 },
  ];
  for (const body of wrong) {
    it(`is refused as ${JSON.stringify(body)}`, async () => {
      const answer = await createVaultUnderTest().request('POST', '/keys/x/create', {
        ...officer,
        body,
      });
      assert.equal(answer.status, 400);
      assert.equal(errorOf(answer).code, 'BadParameter');
    });
  }

  it('gets a version more when it is made again, and shows them all', async () => {
    const { request, path } = await withKey('account', { ...EC, tags: { ca: 'letsencrypt' } });
    const second = keyOf(await request('POST', '/keys/account/create', { ...officer, body: EC }));
    const latest = keyOf(await request('GET', '/keys/ACCOUNT', user));
    assert.equal(latest.key.kid, second.key.kid);
    const first = keyOf(await request('GET', path, user));
    assert.deepEqual(first.tags, { ca: 'letsencrypt' });
    assert.notEqual(first.key.x, latest.key.x);
    const versions = keysOf(await request('GET', '/keys/account/versions', user));
    assert.deepEqual(
      versions.map(({ kid }) => kid),
      [first.key.kid, second.key.kid],
    );
    const missing = await request('GET', `/keys/account/${'0'.repeat(32)}`, user);
    assert.equal(errorOf(missing).code, 'KeyNotFound');
  });

  it('can be given other tags, operations and a validity', async () => {
    const { request, advance, path } = await withKey();
    advance(5);
    const body = { tags: { a: 'b' }, key_ops: ['verify'], attributes: { exp: 4_000_000_000 } };
    const patched = keyOf(await request('PATCH', path, { ...user, body }));
    assert.deepEqual(patched.tags, body.tags);
    assert.deepEqual(patched.key.key_ops, ['verify']);
    const { attributes } = patched as unknown as { attributes: Record<string, number> };
    assert.equal(attributes['exp'], 4_000_000_000);
    assert.equal(attributes['updated'], (attributes['created'] ?? 0) + 5);
  });
});

describe('signing', () => {
  const algorithms: readonly (readonly [object, string, string])[] = [
    [EC, 'ES256', 'sha256'],
    [{ kty: 'EC', crv: 'P-384' }, 'ES384', 'sha384'],
    [{ kty: 'EC-HSM', crv: 'P-521' }, 'ES512', 'sha512'],
    [{ kty: 'RSA' }, 'RS256', 'sha256'],
    [{ kty: 'RSA-HSM', key_size: 4096 }, 'RS384', 'sha384'],
  ];
  for (const [body, alg, hash] of algorithms) {
    it(`${alg}: what the vault signs can be verified with its public key`, async () => {
      const { request, path, created } = await withKey('account', body);
      const { kty, crv, x, y, n, e } = keyOf(created).key;
      const jwk = { kty: kty?.split('-')[0] ?? '', crv, x, y, n, e };
      const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
      // Often: r and s are to keep their length even where they begin with zeros.
      for (let round = 0; round < 40; round++) {
        const message = Buffer.from(`message ${String(round)}`);
        const value = createHash(hash).update(message).digest('base64url');
        const signed = await request('POST', `${path}/sign`, { ...user, body: { alg, value } });
        assert.equal(signed.status, 200, JSON.stringify(signed.body));
        const result = signed.body as { kid: string; value: string };
        assert.equal(result.kid, keyOf(created).key.kid);
        const signature = Buffer.from(result.value, 'base64url');
        assert.ok(verify(hash, message, { key, dsaEncoding: 'ieee-p1363' }, signature));
        if (round > 3 && kty?.startsWith('RSA') === true) break;
      }
    });
  }

  it('is answered as recorded', async () => {
    const name = 'livekvtestec-verify-P-256d6e52da3';
    const { request, path } = await withKey(name);
    const { body } = recorded('key-sign-200').request;
    assertAnswers(await request('POST', `${path}/sign`, { ...user, body }), 'key-sign-200');
  });

  it('takes the newest version where none is named', async () => {
    const { request, created } = await withKey();
    const body = { alg: 'ES256', value: DIGEST };
    const signed = await request('POST', '/keys/account//sign', {
      ...user,
      body,
      isDescribed: false,
    });
    assert.equal((signed.body as { kid: string }).kid, keyOf(created).key.kid);
  });

  const refusals: readonly (readonly [string, object, object, number, string])[] = [
    [
      'a digest of the wrong length',
      {},
      { alg: 'ES256', value: 'AAAA' },
      400,
      "Invalid length of 'value': 3 bytes. ES256 requires 32 bytes, encoded with base64url.",
    ],
    [
      'another curve',
      {},
      { alg: 'ES384', value: DIGEST },
      400,
      "uses curve 'P-256', and algorithm 'ES384' can only be used with curve 'P-384'.",
    ],
    ['another type of key', {}, { alg: 'RS256', value: DIGEST }, 400, 'are incompatible'],
    ['an algorithm that is none', {}, { alg: 'none', value: DIGEST }, 400, 'Property alg has'],
    ['standard base64', {}, { alg: 'ES256', value: 'a+/=' }, 400, 'Property  has'],
    [
      'a disabled key',
      { attributes: { enabled: false } },
      { alg: 'ES256', value: DIGEST },
      403,
      'Operation sign is not allowed on a disabled key.',
    ],
    [
      'an expired key',
      { attributes: { exp: 1_700_000_000 } },
      { alg: 'ES256', value: DIGEST },
      403,
      'Operation sign is not allowed on an expired or not yet valid key.',
    ],
    [
      'a key that may only verify',
      { key_ops: ['verify'] },
      { alg: 'ES256', value: DIGEST },
      403,
      'Operation sign is not permitted on this key.',
    ],
  ];
  for (const [what, change, body, status, text] of refusals) {
    it(`is refused for ${what}`, async () => {
      const { request, path } = await withKey();
      await request('PATCH', path, { ...officer, body: change });
      const answer = await request('POST', `${path}/sign`, { ...user, body });
      assert.equal(answer.status, status);
      assert.ok(errorOf(answer).message.includes(text), errorOf(answer).message);
    });
  }

  it('a disabled key still shows its public half', async () => {
    const { request, path } = await withKey();
    await request('PATCH', path, { ...officer, body: { attributes: { enabled: false } } });
    const shown = await request('GET', path, user);
    assert.equal(shown.status, 200);
    assert.equal(keyOf(shown).attributes.enabled, false);
  });
});

describe('a deleted key', () => {
  it('is gone at once, comes back after its recovery, and is free after its purge', async () => {
    const { request, advance, path } = await withKey();
    const deletion = await request('DELETE', '/keys/account', officer);
    assert.ok(
      (deletion.body as { recoveryId: string }).recoveryId.endsWith('/deletedkeys/account'),
    );
    assert.equal(errorOf(await request('GET', path, user)).code, 'KeyNotFound');
    const again = { ...officer, body: EC };
    const early = await request('POST', '/keys/account/create', again);
    assert.equal(errorOf(early).inner, 'ObjectIsBeingDeleted');
    assert.equal((await request('GET', '/deletedkeys/account', officer)).status, 404);
    advance(10);
    const late = errorOf(await request('POST', '/keys/account/create', again));
    assert.deepEqual([late.code, late.inner], ['Conflict', 'ObjectIsDeletedButRecoverable']);
    assert.equal(keysOf(await request('GET', '/deletedkeys', officer)).length, 1);
    await request('POST', '/deletedkeys/account/recover', officer);
    advance(10);
    assert.equal((await request('GET', path, user)).status, 200);
    await request('DELETE', '/keys/account', officer);
    advance(10);
    assert.equal((await request('DELETE', '/deletedkeys/account', officer)).status, 204);
    assert.equal((await request('POST', '/keys/account/create', again)).status, 200);
  });
});

describe('the key behind a certificate', () => {
  const policy = {
    key_props: { kty: 'EC', crv: 'P-256' },
    x509_props: { subject: 'CN=x' },
    issuer: { name: 'Self' },
  };

  async function withCertificate() {
    const vault = createVaultUnderTest();
    const { request, advance } = vault;
    await request('POST', '/keys/account/create', { ...officer, body: EC });
    await request('POST', '/certificates/cctest1/create', { body: { policy } });
    advance(10);
    await request('GET', '/certificates/cctest1');
    return vault;
  }

  it('is listed as managed among the others, as recorded', async () => {
    const { request } = await withCertificate();
    const keys = keysOf(await request('GET', '/keys', user));
    assert.deepEqual(
      keys.map(({ kid, managed }) => [kid.split('/').at(-1), managed]),
      [
        ['account', undefined],
        ['cctest1', true],
      ],
    );
    const [, item] = keys;
    const [expected] = keysOf(recorded('keys-list-cert-managed-200').response as Answer);
    assert.deepEqual(Object.keys(item ?? {}), Object.keys(expected ?? {}));
  });

  it('has the public key and the version of the certificate, and signs', async () => {
    const { request } = await withCertificate();
    const bundle = (await request('GET', '/certificates/cctest1')).body as { kid: string };
    const { key, managed } = keyOf(await request('GET', '/keys/cctest1', user));
    assert.equal(key.kid, bundle.kid);
    assert.equal(managed, true);
    const body = { alg: 'ES256', value: DIGEST };
    const path = `${new URL(key.kid).pathname}/sign`;
    assert.equal((await request('POST', path, { ...user, body })).status, 200);
  });

  it('can be neither deleted nor changed nor made anew', async () => {
    const { request } = await withCertificate();
    assertAnswers(await request('DELETE', '/keys/cctest1', officer), 'key-delete-managed-403');
    const changes = [
      await request('PATCH', '/keys/cctest1', { ...officer, body: {}, isDescribed: false }),
      await request('POST', '/keys/cctest1/create', { ...officer, body: EC }),
    ];
    for (const each of changes) assert.equal(errorOf(each).inner, 'KeyManagedByKeyVault');
    const taken = await request('POST', '/certificates/account/create', { body: { policy } });
    assert.deepEqual([taken.status, errorOf(taken).code], [409, 'Conflict']);
  });
});
