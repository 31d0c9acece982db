import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { assertAnswers } from './recorded.ts';
import type { TestAuthority } from './test-authority.ts';
import { createTestAuthority } from './test-authority.ts';
import type { VaultUnderTest } from './vault-under-test.ts';
import { createVaultUnderTest } from './vault-under-test.ts';
import { bundleOf, errorOf, pageOf, pendingOf } from './wire.ts';

const EC = { policy: { key_props: { kty: 'EC' }, x509_props: { subject: 'CN=x' } } };

let authority: TestAuthority;
let leaf: Buffer;
before(async () => {
  authority = await createTestAuthority();
  const vault = createVaultUnderTest();
  [leaf] = await authority.issue(await createPending(vault, 'x'));
});

async function createPending({ request }: VaultUnderTest, name: string): Promise<string> {
  return pendingOf(await request('POST', `/certificates/${name}/create`, { body: EC })).csr;
}

function fill({ keyVault }: VaultUnderTest, count: number): void {
  for (let index = 0; index < count; index++) {
    keyVault.seed('vaultname', { name: `cctest${String(index + 1)}`, chain: [leaf] });
  }
}

describe('the list of certificates', () => {
  it('shows items as recorded', async () => {
    const vault = createVaultUnderTest();
    fill(vault, 2);
    assertAnswers(await vault.request('GET', '/certificates'), 'list-200');
  });

  it('hides what was never issued, unless it is asked for', async () => {
    const vault = createVaultUnderTest();
    await createPending(vault, 'pending-cert');
    assertAnswers(await vault.request('GET', '/certificates'), 'list-without-pending-200');
    const all = await vault.request('GET', '/certificates?includePending=true');
    assertAnswers(all, 'list-include-pending-200');
  });

  it('shows tags', async () => {
    const vault = createVaultUnderTest();
    vault.keyVault.seed('vaultname', { name: 'x', chain: [leaf], tags: { a: '1' } });
    const page = pageOf(await vault.request('GET', '/certificates'));
    assert.deepEqual((page.value[0] as { tags?: object }).tags, { a: '1' });
  });

  for (const [count, query, sizes] of [
    [0, '', [0]],
    [25, '', [25]],
    [26, '', [25, 1]],
    [60, '', [25, 25, 10]],
    [5, '?maxresults=2', [2, 2, 1]],
  ] as const) {
    it(`shows ${String(count)} certificates in pages of ${sizes.join(', ')}`, async () => {
      const vault = createVaultUnderTest();
      fill(vault, count);
      const pages = await readPages(vault, `/certificates${query}`);
      assert.deepEqual(
        pages.map((page) => page.value.length),
        sizes,
      );
      const ids = new Set(pages.flatMap((page) => page.value.map(({ id }) => id)));
      assert.equal(ids.size, count);
    });
  }

  it('names the port in nextLink', async () => {
    const vault = createVaultUnderTest();
    fill(vault, 3);
    const query = '?maxresults=1&includePending=true';
    const { nextLink } = pageOf(await vault.request('GET', `/certificates${query}`));
    assert.match(nextLink ?? '', /^https:\/\/vaultname\.vault\.azure\.net:443\/certificates\?/);
    assert.match(nextLink ?? '', /[?&]includePending=true(&|$)/);
  });

  it('skips nothing when a certificate is deleted between two pages', async () => {
    const vault = createVaultUnderTest();
    fill(vault, 4);
    const first = pageOf(await vault.request('GET', '/certificates?maxresults=2'));
    await vault.request('DELETE', '/certificates/cctest1');
    const second = await follow(vault, first.nextLink);
    assert.deepEqual(
      second.value.map(({ id }) => id.split('/').at(-1)),
      ['cctest3', 'cctest4'],
    );
  });

  for (const maxresults of ['0', '26', 'many']) {
    it(`refuses maxresults=${maxresults}`, async () => {
      const path = `/certificates?maxresults=${maxresults}`;
      const answer = await createVaultUnderTest().request('GET', path);
      assert.equal(errorOf(answer).code, 'BadParameter');
    });
  }

  it('goes through 50,000 certificates', async () => {
    const vault = createVaultUnderTest();
    fill(vault, 50_000);
    let count = 0;
    let path: string | null = '/certificates?api-version=2025-07-01';
    while (path !== null) {
      const url: URL = new URL(path, 'https://vaultname.vault.azure.net');
      const headers = { authorization: 'Bearer officer' };
      const answer = await vault.keyVault.api({
        method: 'GET',
        url,
        headers,
        body: Buffer.alloc(0),
      });
      const { value, nextLink } = answer.body as ReturnType<typeof pageOf>;
      count += value.length;
      assert.ok(count <= 50_000, 'the list comes to no end');
      path = nextLink;
    }
    assert.equal(count, 50_000);
  });
});

async function readPages(vault: VaultUnderTest, path: string) {
  const pages = [pageOf(await vault.request('GET', path))];
  for (let next = pages[0]?.nextLink; next; next = pages.at(-1)?.nextLink) {
    pages.push(await follow(vault, next));
    assert.ok(pages.length < 10, 'the list comes to no end');
  }
  return pages;
}

async function follow(vault: VaultUnderTest, nextLink: string | null) {
  const { pathname, search } = new URL(nextLink ?? '');
  return pageOf(await vault.request('GET', pathname + search));
}

describe('a certificate', () => {
  it('is not found as recorded', async () => {
    const { request } = createVaultUnderTest();
    assertAnswers(await request('GET', '/certificates/nope/'), 'cert-404');
    assertAnswers(await request('DELETE', '/certificates/nope'), 'cert-delete-404');
  });

  it('is found without regard to case, under the name that it was given', async () => {
    const vault = createVaultUnderTest();
    vault.keyVault.seed('vaultname', { name: 'Shop', chain: [leaf] });
    const answer = await vault.request('GET', '/certificates/sHOP');
    assert.match(bundleOf(answer).id, /\/certificates\/Shop\//);
  });

  it('gets other tags as recorded', async () => {
    const vault = createVaultUnderTest({ softDeleteRetentionDays: 7 });
    const body = {
      policy: { x509_props: { subject: 'CN=DefaultPolicy', sans: {} }, issuer: { name: 'Self' } },
    };
    await vault.request('POST', '/certificates/livekvtestcert/create', { body });
    vault.advance(10);
    const tags = { tag1: 'updated_value1' };
    const answer = await vault.request('PATCH', '/certificates/livekvtestcert/', {
      body: { tags },
    });
    assertAnswers(answer, 'patch-cert-tags-200');
    const { created, updated } = bundleOf(answer).attributes;
    assert.ok(updated > created);
  });

  it('keeps its tags when only its attributes are patched, and answers 200 when disabled', async () => {
    const vault = createVaultUnderTest();
    vault.keyVault.seed('vaultname', { name: 'x', chain: [leaf], tags: { a: '1' } });
    const body = { attributes: { enabled: false } };
    await vault.request('PATCH', '/certificates/x', { body });
    const answer = await vault.request('GET', '/certificates/x');
    assert.equal(answer.status, 200);
    assert.equal(bundleOf(answer).attributes.enabled, false);
    assert.deepEqual(bundleOf(answer).tags, { a: '1' });
  });

  it('lists its versions; one can be patched alone', async () => {
    const vault = createVaultUnderTest();
    fill(vault, 1);
    fill(vault, 1);
    const page = pageOf(await vault.request('GET', '/certificates/cctest1/versions'));
    assert.equal(page.value.length, 2);
    const older = new URL(page.value[0]?.id ?? '').pathname;
    await vault.request('PATCH', older, { body: { tags: { old: 'yes' } } });
    assert.deepEqual(bundleOf(await vault.request('GET', older)).tags, { old: 'yes' });
    assert.equal(bundleOf(await vault.request('GET', '/certificates/cctest1')).tags, undefined);
    const [entry] = vault.keyVault.snapshot()[0]?.certificates ?? [];
    assert.deepEqual(
      entry?.versions.map(({ tags }) => tags),
      [{ old: 'yes' }, {}],
    );
  });

  it('has no versions before it is issued', async () => {
    const vault = createVaultUnderTest();
    await createPending(vault, 'x');
    const page = pageOf(await vault.request('GET', '/certificates/x/versions'));
    assert.deepEqual(page, { value: [], nextLink: null });
  });
});
