import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setDefaultCACertificates } from 'node:tls';
import { CertificateClient } from '@azure/keyvault-certificates';
import type { CertificatePolicy } from '@azure/keyvault-certificates';
import { ensureOpenApi } from '../../../../scripts/provision/openapi.ts';
import { exchangeOf } from '../../../openapi/exchange.ts';
import { printFinding } from '../../../openapi/finding.ts';
import { openExchangeValidator } from '../../../openapi/validate-exchange.ts';
import { OpenSsl } from './openssl.ts';
import { startServedVault } from './served-vault.ts';
import { createTestAuthority } from './test-authority.ts';
import { createVaultUnderTest } from './vault-under-test.ts';

/** The SDK's requests over TLS, at the vault's production name. */
async function startServed() {
  const vault = createVaultUnderTest();
  const served = await startServedVault(() => vault);
  // What NODE_EXTRA_CA_CERTS does for a whole process; a test file is one.
  setDefaultCACertificates([served.ca]);
  const options = { proxyOptions: { host: 'http://127.0.0.1', port: served.proxyPort } };
  const client = (as: string) =>
    new CertificateClient(
      'https://vaultname.vault.azure.net',
      {
        getToken: () => Promise.resolve({ token: as, expiresOnTimestamp: Date.now() + 3_600_000 }),
      },
      options,
    );
  return { ...vault, client, log: served.log, close: served.close };
}

describe('the SDK against the stand-in', () => {
  let served: Awaited<ReturnType<typeof startServed>>;
  before(async () => {
    served = await startServed();
  });
  after(() => served.close());

  it('creates, merges, tags, reads, lists and deletes', async () => {
    const client = served.client('officer');
    let csr = '';
    const policy: CertificatePolicy = {
      issuerName: 'Unknown',
      subject: 'CN=example.com',
      subjectAlternativeNames: {
        dnsNames: ['example.com', '*.example.com'],
      },
      keyType: 'EC',
      keyCurveName: 'P-256',
      enhancedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
    };
    await client.beginCreateCertificate('shop', policy, {
      tags: { owner: 'sdk' },
      preserveCertificateOrder: true,
      onResponse: (response) => {
        csr = (response.parsedBody as { csr?: string } | undefined)?.csr ?? csr;
      },
    });
    const placeholder = await client.getCertificate('shop');
    assert.equal(placeholder.properties.enabled, false);
    assert.deepEqual(placeholder.policy?.subjectAlternativeNames?.dnsNames, [
      'example.com',
      '*.example.com',
    ]);

    const chain = await (await createTestAuthority()).issue(csr);
    const merged = await client.mergeCertificate('shop', chain);
    assert.deepEqual(merged.properties.tags, { owner: 'sdk' });
    assert.deepEqual(Buffer.from(merged.cer ?? []), chain[0]);

    await client.updateCertificateProperties('shop', merged.properties.version ?? '', {
      tags: { owner: 'changed' },
    });
    assert.deepEqual((await client.getCertificate('shop')).properties.tags, { owner: 'changed' });
    const names: string[] = [];
    for await (const { name } of client.listPropertiesOfCertificates()) names.push(name ?? '');
    assert.deepEqual(names, ['shop']);
    assert.equal((await client.getCertificatePolicy('shop')).keyCurveName, 'P-256');

    await client.beginDeleteCertificate('shop');
    await assert.rejects(client.getCertificate('shop'), {
      statusCode: 404,
      code: 'CertificateNotFound',
    });
    served.advance(10);
    assert.equal((await client.getDeletedCertificate('shop')).name, 'shop');
    await client.purgeDeletedCertificate('shop');
  });

  it('sets, reads, changes and deletes contacts and issuers', async () => {
    const client = served.client('officer');
    await assert.rejects(client.getContacts(), { code: 'ContactsNotFound' });
    const contacts = [{ email: 'a@example.com', name: 'Ada', phone: '1' }];
    await client.setContacts(contacts);
    assert.deepEqual(await client.getContacts(), contacts);
    // The SDK looks for them under a name that the service does not use.
    await client.deleteContacts();
    await assert.rejects(client.getContacts(), { code: 'ContactsNotFound' });

    await client.createIssuer('digi', 'DigiCert', {
      accountId: '1',
      password: 'x',
      organizationId: 'org',
      administratorContacts: [{ firstName: 'Ada', email: 'a@example.com' }],
    });
    const updated = await client.updateIssuer('digi', { accountId: '2' });
    // Neither does the SDK send `enabled`, nor does it read the name of an issuer's id.
    assert.partialDeepStrictEqual(updated, {
      ...{ provider: 'DigiCert', accountId: '2', organizationId: 'org' },
    });
    const ids: string[] = [];
    for await (const { id } of client.listPropertiesOfIssuers()) ids.push(id ?? '');
    assert.deepEqual(ids, ['https://vaultname.vault.azure.net/certificates/issuers/digi']);
    await client.deleteIssuer('digi');
    await assert.rejects(client.getIssuer('digi'), { code: 'CertificateIssuerNotFound' });
  });

  it('imports, saves and restores a certificate', async () => {
    const client = served.client('officer');
    using openssl = new OpenSsl();
    openssl.run('req -x509 -newkey rsa:2048 -nodes -keyout a.key -out a.crt -days 999 -subj /CN=x');
    openssl.run('pkcs12 -export -inkey a.key -in a.crt -out a.pfx -passout pass:secret');
    const pfx = openssl.read('a.pfx');
    await assert.rejects(client.importCertificate('imported', pfx), { code: 'BadParameter' });
    const made = await client.importCertificate('imported', pfx, { password: 'secret' });
    assert.equal(made.policy?.issuerName, 'Unknown');
    const backup = await client.backupCertificate('imported');
    await assert.rejects(client.restoreCertificateBackup(backup ?? new Uint8Array()), {
      statusCode: 409,
    });
    await client.beginDeleteCertificate('imported');
    served.advance(10);
    await client.purgeDeletedCertificate('imported');
    const restored = await client.restoreCertificateBackup(backup ?? new Uint8Array());
    assert.equal(restored.properties.version, made.properties.version);
  });

  it('sees an operation of a named issuer fail, and another one cancelled', async () => {
    const client = served.client('officer');
    await client.createIssuer('failing', 'DigiCert');
    served.keyVault.providers.set('vaultname', 'failing', { outcome: 'fail', message: 'Down.' });
    const policy: CertificatePolicy = {
      ...{ issuerName: 'failing', subject: 'CN=x', keyType: 'EC', keyCurveName: 'P-256' },
    };
    await client.beginCreateCertificate('ordered', policy);
    const poller = await client.getCertificateOperation('ordered');
    served.advance(10);
    await assert.rejects(poller.poll(), { message: 'Down.' });
    const { certificateOperation } = poller.getOperationState();
    assert.equal(certificateOperation?.status, 'failed');
    assert.equal(certificateOperation.error?.code, 'Certificate issuer error');

    await client.beginCreateCertificate('ordered', { ...policy, issuerName: 'Unknown' });
    const second = await client.getCertificateOperation('ordered');
    await second.cancelOperation();
    served.advance(10);
    await assert.rejects(
      client.beginCreateCertificate('ordered', { issuerName: 'nobody', subject: 'CN=x' }),
      {
        statusCode: 400,
      },
    );
    await client.deleteCertificateOperation('ordered');
  });

  it('follows the pages of a long list', async () => {
    const [leaf] = await (await createTestAuthority()).issue(await createCsr());
    for (let index = 0; index < 60; index++) {
      served.keyVault.seed('vaultname', { name: `many-${String(index)}`, chain: [leaf] });
    }
    const names: string[] = [];
    for await (const { name } of served.client('reader').listPropertiesOfCertificates()) {
      if (name?.startsWith('many-') === true) names.push(name);
    }
    assert.equal(names.length, 60);
  });

  it('is told that a role is missing', async () => {
    const creation = served.client('reader').beginCreateCertificate('x', {
      issuerName: 'Unknown',
      subject: 'CN=x',
    });
    await assert.rejects(creation, { statusCode: 403, code: 'Forbidden' });
  });

  it('sends and gets nothing that the published description does not explain', async () => {
    const folder = await ensureOpenApi((line) => {
      process.stderr.write(`${line}\n`);
    });
    const validate = await openExchangeValidator(folder);
    const exchanges = served.log.list().flatMap((entry) => exchangeOf(entry) ?? []);
    assert.ok(exchanges.length > 15, `only ${String(exchanges.length)} exchanges`);
    for (const exchange of exchanges) {
      const verdict = validate(exchange);
      const findings = verdict?.unexplained.map(printFinding);
      assert.deepEqual(findings, [], `${exchange.method} ${exchange.url.href}`);
    }
  });
});

async function createCsr(): Promise<string> {
  const body = { policy: { key_props: { kty: 'EC' }, x509_props: { subject: 'CN=x' } } };
  const created = await createVaultUnderTest().request('POST', '/certificates/x/create', { body });
  return (created.body as { csr: string }).csr;
}
