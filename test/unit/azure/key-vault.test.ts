import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CertError, isCertError } from '../../../src/domain/errors.ts';
import type { CertificateVault } from '../../../src/domain/key-vault.ts';
import { createCertificateVault } from '../../../src/azure/key-vault.ts';
import { scriptedAzure } from './scripted-azure.ts';
import { challenging, code, POLICY, recorded, VAULT, vaultOf, withCsr } from './scripted-vault.ts';

async function listed(vault: CertificateVault, signal?: AbortSignal): Promise<string[]> {
  const names: string[] = [];
  for await (const page of vault.list(signal)) names.push(...page.map(({ name }) => name));
  return names;
}

describe('list', () => {
  it('asks for a challenge and then page by page', async () => {
    const more = 'https://vaultname.vault.azure.net:443/certificates?api-version=7.6&$skiptoken=x';
    const azure = vaultOf(({ url }) => {
      const first = recorded('list-200');
      if (url.searchParams.has('$skiptoken')) return first;
      return { ...first, body: { ...(first.body as object), nextLink: more } };
    });
    const pages: number[] = [];
    for await (const page of azure.vault.list()) pages.push(page.length);
    assert.deepEqual(pages, [2, 2]);
    assert.equal(azure.sent.length, 3);
    const listing = azure.sent[1] ?? assert.fail();
    assert.equal(listing.url.searchParams.get('maxresults'), '25');
    assert.equal(listing.url.searchParams.get('includePending'), 'true');
    assert.match(listing.headers['user-agent'] ?? '', /^kvcert\/1\.2\.3 /);
  });

  it('tells what a listing knows', async () => {
    const { vault } = vaultOf(() => recorded('list-200'));
    const pages = [];
    for await (const page of vault.list()) pages.push(...page);
    assert.deepEqual(pages[0], {
      vault: 'vaultname',
      name: 'cctest1',
      thumbprint: Buffer.from('kDWIsIjhTOnSpb-0ckKWLbMsv2g', 'base64url').toString('hex'),
      enabled: true,
      notBefore: new Date(1666285012_000),
      notAfter: new Date(1697821612_000),
      tags: {},
    });
  });

  it('explains a refused list although the SDK loses its body', async () => {
    const { vault } = vaultOf(() => recorded('firewall-403'));
    await assert.rejects(listed(vault), (error) => {
      assert.ok(isCertError(error, 'VaultForbidden'));
      assert.equal(error.facts.gate, 'firewall');
      return true;
    });
  });

  it('gives up between pages when aborted, and says so with the reason', async () => {
    const abort = new AbortController();
    const reason = new CertError('Cancelled', { during: 'a test' });
    const next = 'https://vaultname.vault.azure.net/certificates?api-version=7.6&$skiptoken=x';
    const { vault } = vaultOf(({ url }) => {
      if (!url.searchParams.has('$skiptoken'))
        return { status: 200, body: { value: [], nextLink: next } };
      abort.abort(reason);
      return new Promise<never>(() => undefined);
    });
    await assert.rejects(listed(vault, abort.signal), reason);
  });
});

describe('the first call', () => {
  it('is made alone, so that twenty at once cost one challenge', async () => {
    const azure = vaultOf(() => ({ ...recorded('merge-201'), status: 200 }));
    const names = Array.from({ length: 20 }, (_, index) => `cert${index}`);
    await Promise.all(names.map((name) => azure.vault.get(name)));
    const challenged = azure.sent.filter(({ headers }) => headers['authorization'] === undefined);
    assert.equal(challenged.length, 1);
    assert.equal(azure.sent.length, 21);
  });

  it('has taught enough where it has found nothing: others do not wait for a second one', async () => {
    const slow = Promise.withResolvers<never>();
    const azure = vaultOf(({ url }) =>
      url.pathname.includes('/slow') ? slow.promise : recorded('cert-404'),
    );
    await azure.vault.get('new');
    const waiting = azure.vault.get('slow');
    assert.equal(await azure.vault.get('other'), undefined);
    slow.reject(new Error('over'));
    await assert.rejects(waiting);
  });

  it('lets the next one try when it failed', async () => {
    let failed = false;
    const azure = scriptedAzure((sent, request) => {
      if (!failed) {
        failed = true;
        throw new CertError('TlsUntrusted', { host: 'vaultname.vault.azure.net', reason: 'x' });
      }
      return challenging(() => ({ ...recorded('merge-201'), status: 200 }))(sent, request);
    });
    const vault = createCertificateVault(VAULT, azure.context);
    const [first, second] = await Promise.allSettled([vault.get('a'), vault.get('b')]);
    assert.equal(first.status, 'rejected');
    assert.equal(second.status, 'fulfilled');
  });
});

describe('get', () => {
  it('reads the placeholder of an unfinished creation', async () => {
    const { vault } = vaultOf(() => recorded('get-cert-while-only-pending-unknown'));
    const bundle = await vault.get('mergecert');
    assert.equal(bundle?.version, 'e3c05de71beb4e78920e18aca0ae6976');
    assert.equal(bundle.thumbprint, undefined);
    assert.equal(bundle.der, undefined);
    assert.equal(bundle.enabled, false);
    assert.equal(bundle.hasOperation, true);
    assert.equal(bundle.policy?.issuer, 'Unknown');
  });

  it('says of an imported certificate that it never had an operation', async () => {
    const imported = { ...(recorded('merge-201').body as object), pending: undefined };
    const cer = Buffer.from('DER').toString('base64');
    const { vault } = vaultOf(() => ({
      status: 200,
      body: { ...imported, cer, tags: { a: 'b' } },
    }));
    const bundle = await vault.get('mergecert');
    assert.equal(bundle?.hasOperation, false);
    assert.deepEqual(bundle.tags, { a: 'b' });
    assert.equal(Buffer.from(bundle.der ?? []).toString(), 'DER');
  });

  it('is undefined for a name that is not there', async () => {
    const { vault } = vaultOf(() => recorded('cert-404'));
    assert.equal(await vault.get('nope'), undefined);
  });
});

describe('getPending', () => {
  it('is one GET, of the operation alone', async () => {
    const azure = vaultOf(() =>
      withCsr(recorded('pending-unknown-inprogress'), Buffer.from('CSR').toString('base64')),
    );
    const operation = await azure.vault.getPending('pending-cert');
    assert.deepEqual(operation, {
      requestId: '9f8f7faf06c1464687a06990857ace56',
      status: 'inprogress',
      issuer: 'Unknown',
      statusDetails: 'Pending certificate created. Please Perform Merge to complete the request.',
      cancellationRequested: false,
      csr: new Uint8Array(Buffer.from('CSR')),
      error: undefined,
    });
    assert.deepEqual(
      azure.sent.map(({ method, url }) => `${method} ${url.pathname}`),
      ['GET /certificates/pending-cert/pending', 'GET /certificates/pending-cert/pending'],
    );
  });

  for (const status of ['cancelled', 'canceled', 'Canceled']) {
    it(`reads ${status} as cancelled`, async () => {
      const answer = recorded('pending-cancelled');
      const azure = vaultOf(() => ({ ...answer, body: { ...(answer.body as object), status } }));
      assert.equal((await azure.vault.getPending('cancelcert'))?.status, 'cancelled');
      assert.equal(azure.sent.length, 2);
    });
  }

  it('keeps the error of a failed operation', async () => {
    const error = { code: 'Request rejected', message: 'by the issuer' };
    const answer = recorded('pending-cancelled');
    const { vault } = vaultOf(() => ({
      ...answer,
      body: { ...(answer.body as object), status: 'failed', error },
    }));
    const operation = await vault.getPending('cancelcert');
    assert.equal(operation?.status, 'failed');
    assert.deepEqual(operation.error, error);
  });

  it('is undefined when there is none', async () => {
    const { vault } = vaultOf(() => recorded('pending-404'));
    assert.equal(await vault.getPending('cancelcert'), undefined);
  });
});

describe('createPending', () => {
  it('sends one POST with the policy and reads the CSR from its answer', async () => {
    const azure = vaultOf(() =>
      withCsr(recorded('create-unknown-202'), Buffer.from('CSR').toString('base64')),
    );
    const operation = await azure.vault.createPending('mergecert', POLICY, { owner: 'me' });
    assert.equal(Buffer.from(operation.csr ?? []).toString(), 'CSR');
    assert.equal(operation.requestId, '16392882401540959c627efdff660a01');
    const authorized = azure.sent.filter(({ headers }) => headers['authorization'] !== undefined);
    assert.equal(authorized.length, 1);
    assert.deepEqual(authorized[0]?.body, {
      policy: {
        key_props: { kty: 'EC', crv: 'P-256', exportable: true, reuse_key: false },
        secret_props: { contentType: 'application/x-pkcs12' },
        x509_props: {
          subject: 'CN=example.com',
          ekus: ['1.3.6.1.5.5.7.3.1'],
          sans: { dns_names: ['example.com', '*.example.com'] },
          validity_months: 3,
        },
        issuer: { name: 'Unknown' },
        attributes: {},
      },
      attributes: {},
      tags: { owner: 'me' },
      preserveCertOrder: true,
    });
  });

  it('never repeats a POST whose answer was lost', async () => {
    const azure = vaultOf(() => {
      const cause = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      throw new CertError('HostUnreachable', { host: 'h', reason: 'socket hang up' }, { cause });
    });
    await assert.rejects(azure.vault.createPending('c', POLICY, {}), code('HostUnreachable'));
    assert.equal(azure.sent.length, 2);
    assert.deepEqual(azure.waits, []);
  });

  it('never repeats a POST that ended in a 503', async () => {
    const azure = vaultOf(() => ({ status: 503, body: { error: { code: 'x', message: 'y' } } }));
    await assert.rejects(azure.vault.createPending('c', POLICY, {}), code('KeyVaultRefused'));
    assert.equal(azure.sent.length, 2);
  });

  it('knows a name in soft delete and an operation in progress', async () => {
    const deleted = vaultOf(() => recorded('create-409-deleted-but-recoverable'));
    await assert.rejects(deleted.vault.createPending('hotsqa', POLICY, {}), (error) => {
      assert.ok(isCertError(error, 'NameSoftDeleted'));
      assert.deepEqual(error.facts, { vault: 'vaultname', name: 'hotsqa' });
      return true;
    });
    const pending = vaultOf(() => recorded('create-409-while-pending'));
    await assert.rejects(
      pending.vault.createPending('c', POLICY, {}),
      code('ForeignPendingOperation'),
    );
  });

  it('is abandoned at once when aborted', async () => {
    const abort = new AbortController();
    const { vault } = vaultOf(() => {
      abort.abort();
      return new Promise<never>(() => undefined);
    });
    await assert.rejects(vault.createPending('c', POLICY, {}, abort.signal), code('Cancelled'));
  });

  it('asks nothing when aborted before', async () => {
    const azure = vaultOf(() => recorded('create-unknown-202'));
    await assert.rejects(
      azure.vault.createPending('c', POLICY, {}, AbortSignal.abort()),
      code('Cancelled'),
    );
    assert.deepEqual(azure.lines(), []);
  });
});

describe('merge', () => {
  it('sends DER in base64, leaf first, and returns the new version', async () => {
    const azure = vaultOf(() => recorded('merge-201'));
    const chain = [new Uint8Array([1, 2, 3]), new Uint8Array([4, 5, 6])];
    const merged = await azure.vault.merge('mergecert', chain);
    assert.equal(merged.version, '0042fe67c96a46b3b04926dc80126280');
    assert.deepEqual(azure.sent.at(-1)?.body, { x5c: ['AQID', 'BAUG'] });
    assert.equal(azure.sent.at(-1)?.url.pathname, '/certificates/mergecert/pending/merge');
  });

  it('keeps what the service says about a wrong key', async () => {
    const { vault } = vaultOf(() => recorded('merge-400-key-mismatch'));
    await assert.rejects(vault.merge('c', []), (error) => {
      assert.ok(isCertError(error, 'KeyVaultRefused'));
      assert.equal(error.facts.status, 400);
      assert.equal(error.facts.serviceCode, 'BadParameter');
      assert.match(error.facts.message, /does not match the public part/);
      return true;
    });
  });
});

describe('the other writes', () => {
  it('deletes an operation, and is content when there is none', async () => {
    const azure = vaultOf(() => recorded('pending-delete-200'));
    await azure.vault.deletePending('cancelcert');
    assert.equal(azure.lines().at(-1)?.split('?')[0], 'DELETE /certificates/cancelcert/pending');
    await vaultOf(() => recorded('pending-404')).vault.deletePending('cancelcert');
  });

  it('replaces the tags of one version and nothing else', async () => {
    const azure = vaultOf(() => recorded('patch-cert-tags-200'));
    await azure.vault.replaceTags('c', 'c39a95e5e30347bd9f667dfd4178ede5', {});
    const { method, url, body } = azure.sent.at(-1) ?? assert.fail();
    assert.equal(method, 'PATCH');
    assert.equal(url.pathname, '/certificates/c/c39a95e5e30347bd9f667dfd4178ede5');
    assert.deepEqual(body, { attributes: {}, tags: {} });
  });

  it('repeats a PATCH that did not come through', async () => {
    let tries = 0;
    const azure = vaultOf(() =>
      ++tries === 1
        ? {
            status: 503,
            headers: { 'retry-after': '2' },
            body: { error: { code: 'x', message: 'y' } },
          }
        : recorded('patch-cert-tags-200'),
    );
    await azure.vault.replaceTags('c', 'v', { a: 'b' });
    assert.deepEqual(azure.waits, [2000]);
  });

  it('writes a policy back as it was read, with what is not modelled', async () => {
    const policy = recorded('policy-get-200').body as Record<string, object>;
    const bundle = { ...(recorded('merge-201').body as object), policy };
    const azure = vaultOf(({ method }) => ({
      status: 200,
      body: method === 'GET' ? bundle : policy,
    }));
    const read = await azure.vault.get('policycert');
    await azure.vault.replacePolicy('policycert', read?.policy ?? assert.fail());
    const written = azure.sent.at(-1)?.body as Record<string, object>;
    assert.deepEqual(written['lifetime_actions'], policy['lifetime_actions']);
    assert.deepEqual(written['key_props'], policy['key_props']);
    assert.deepEqual(written['issuer'], policy['issuer']);
    // `basic_constraints` is the service's own, a request cannot set it.
    const x509 = { ...policy['x509_props'], basic_constraints: undefined };
    assert.deepEqual({ ...written['x509_props'], basic_constraints: undefined }, x509);
  });
});
