/** A CA that nobody has heard of, by the URL of its directory: issuing, renewing, what it asks for. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { LogEntry } from '../../sandbox/log/request-log.ts';
import { issuedBy, refusalOf } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';
import { hasOpenssl, pemCertificates, readSecret, verifyWithOpenssl } from './stored-secret.ts';

const VAULT = 'contoso-prod';
const DIRECTORY = 'https://acme.scripted.test/directory';
const HOST = 'acme.scripted.test';

describe('a CA that is known by its directory alone', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld();
  });
  after(() => world.close());
  afterEach(async () => {
    await assertNothingLeft(world);
    await world.control.caSettings({});
  });

  const create = (name: string, ...more: readonly string[]) =>
    world.run(
      ...['create', `${VAULT}/${name}`, '--dns', `${name}.example.com`],
      ...['--dns', `*.${name}.example.com`, '--key', 'ec-p256', '--ca', DIRECTORY],
      ...['--output', 'json', ...more],
    );
  const stored = (name: string) => world.control.certificate(VAULT, name);

  it('issues, without terms or profiles to choose from, with at most 11 requests', async () => {
    issuedBy(await create('first'));
    const { result, log } = await requestsDuring(world.control, () => create('plain'));
    const { dnsNames, chain } = issuedBy(result);
    assert.deepEqual(dnsNames, ['plain.example.com', '*.plain.example.com']);
    assert.equal(pemCertificates(chain).length, 2);
    // How often is looked before the CA has decided is the CA's affair.
    const asked = log
      .filter(({ host }) => host === HOST)
      .map(({ method, path }) => `${method} ${path}`)
      .filter((request, index, all) => request !== all[index - 1]);
    assert.ok(asked.length <= 11, asked.join('\n'));
    assert.ok(asked.filter((request) => request.startsWith('HEAD')).length <= 1);
    const { tags } = (await stored('plain')).versions[0] ?? {};
    assert.match(
      tags?.['kvcert-ca'] ?? '',
      /^https:\/\/acme\.scripted\.test\/directory account=https:\/\/acme\.scripted\.test\//,
    );
  });

  it(
    'stores a chain that leads to its own root',
    { skip: hasOpenssl() ? false : 'openssl is not on PATH' },
    async () => {
      issuedBy(await create('rooted'));
      const secret = await readSecret(world.ready, VAULT, 'rooted');
      const pem = await verifyWithOpenssl(secret, await world.control.caRoot());
      assert.equal(pemCertificates(pem).length, 2);
    },
  );

  it('renews there, and says what is replaced where the CA has renewal information', async () => {
    await world.control.caSettings({ renewalInfo: true });
    issuedBy(await create('again'));
    const { result, log } = await requestsDuring(world.control, () =>
      world.run('renew', `${VAULT}/again`, '--output', 'json'),
    );
    const { version } = issuedBy(result);
    assert.deepEqual((await stored('again')).versions.map(({ id }) => id).includes(version), true);
    assert.match(payloadOf(newOrderIn(log))['replaces'] ?? '', /^[\w-]+\.[\w-]+$/);
  });

  it('has its terms agreed to', async () => {
    const termsOfService = 'https://acme.scripted.test/terms-of-2026';
    await world.control.caSettings({ termsOfService });
    const machine = await world.anotherMachine();
    const args = ['create', `${VAULT}/terms`, '--dns', 'terms.example.com', '--ca', DIRECTORY];
    const { result, log } = await requestsDuring(world.control, () =>
      world.runIn(machine, ...args, '--output', 'json'),
    );
    const { details } = refusalOf(result, 2, 'TermsNotAgreed');
    assert.deepEqual(details, { ca: HOST, terms: termsOfService });
    assert.deepEqual(changes(log), []);
    issuedBy(await world.runIn(machine, ...args, '--output', 'json', '--agree-terms'));
  });

  it('is asked for a profile that it has, and for no other', async () => {
    await world.control.caSettings({ profiles: { six: 'Six days' } });
    const { result, log } = await requestsDuring(world.control, () =>
      create('profile', '--profile', 'six'),
    );
    issuedBy(result);
    assert.equal(payloadOf(newOrderIn(log))['profile'], 'six');
    const refused = await create('no-profile', '--profile', 'seven');
    const { details } = refusalOf(refused, 2, 'UnknownProfile');
    assert.deepEqual(details, { profile: 'seven', ca: HOST, offered: ['six'] });
  });

  it('is not used where its accounts have to be made on its site', async () => {
    await world.control.caSettings({ externalAccounts: { 'kid-1': 'AAAA' } });
    const machine = await world.anotherMachine();
    const args = ['create', `${VAULT}/eab`, '--dns', 'eab.example.com', '--ca', DIRECTORY];
    const { result, log } = await requestsDuring(world.control, () =>
      world.runIn(machine, ...args, '--output', 'json'),
    );
    const { remedies } = refusalOf(result, 1, 'ExternalAccountRequired');
    assert.match(JSON.stringify(remedies), /kvcert account create --ca https:\/\/acme\.scripted/);
    assert.deepEqual(changes(log), []);
  });
});

function newOrderIn(log: readonly LogEntry[]): LogEntry | undefined {
  return log.find(({ path }) => path === '/acme/new-order');
}

function payloadOf(entry: LogEntry | undefined): Readonly<Record<string, string>> {
  const { payload } = entry?.requestBody as { payload: Readonly<Record<string, string>> };
  return payload;
}
