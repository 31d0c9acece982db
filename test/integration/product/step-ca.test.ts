/** Smallstep's CA, a second ACME server that nobody here wrote: where it differs from Pebble. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import { issuedBy, refusalOf } from './answers.ts';
import { azureCaller, txtUrl } from './azure-caller.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { requestsDuring } from './requests.ts';
import { hasOpenssl, pemCertificates, readSecret, verifyWithOpenssl } from './stored-secret.ts';

const VAULT = 'contoso-prod';
const DIRECTORY = 'https://ca.step.test/acme/acme/directory';

describe('step-ca', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld({ stepCa: true });
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const create = (name: string, ...more: readonly string[]) =>
    world.run(
      ...['create', `${VAULT}/${name}`, '--dns', `${name}.example.com`],
      ...['--dns', `*.${name}.example.com`, '--ca', DIRECTORY, '--output', 'json', ...more],
    );

  for (const keyType of ['rsa-2048', 'ec-p256']) {
    it(
      `issues under a root of its own for a key of type ${keyType}`,
      { skip: hasOpenssl() ? false : 'openssl is not on PATH' },
      async () => {
        const { dnsNames } = issuedBy(await create(keyType, '--key', keyType));
        assert.deepEqual(dnsNames, [`${keyType}.example.com`, `*.${keyType}.example.com`]);
        const secret = await readSecret(world.ready, VAULT, keyType);
        const pem = await verifyWithOpenssl(secret, world.ready.acme.stepCaRoot ?? '');
        assert.equal(pemCertificates(pem).length, 2);
      },
    );
  }

  it('has issued when it answers the finalization: it is not asked once more', async () => {
    issuedBy(await create('known', '--key', 'ec-p256'));
    const { result, log } = await requestsDuring(world.control, () =>
      create('counted', '--key', 'ec-p256'),
    );
    issuedBy(result);
    const asked = log.filter(({ host }) => host === 'ca.step.test').map(({ path }) => path);
    const finalized = asked.findIndex((path) => path.endsWith('/finalize'));
    assert.match(asked[finalized + 1] ?? '', /\/certificate\//);
    assert.ok(asked.length <= 11, asked.join('\n'));
  });

  it('renews without renewal information', async () => {
    const first = issuedBy(await create('renewed', '--key', 'ec-p256'));
    const ended = await world.run('renew', `${VAULT}/renewed`, '--output', 'json');
    const { version, chain } = issuedBy(ended);
    assert.notEqual(version, first.version);
    const { versions } = await world.control.certificate(VAULT, 'renewed');
    assert.equal(versions.length, 2);
    assert.match(new X509Certificate(chain).issuer, /Step Issuer 1/);
  });

  it('leaves a failed challenge pending, which is not waited for', async () => {
    const match = { host: 'ca.step.test', path: '/challenge/' };
    const fault = await world.control.fault({ kind: 'hold', match });
    const running = world.start(
      ...['create', `${VAULT}/failed`, '--dns', 'failed.example.com', '--ca', DIRECTORY],
      ...['--key', 'ec-p256', '--output', 'json'],
    );
    await world.control.held(fault);
    const zone = world.ready.zones.find(({ name }) => name === 'example.com');
    const record = txtUrl(zone?.id ?? '', '_acme-challenge.failed');
    await azureCaller(world.ready, 'stranger').ask('DELETE', record);
    await world.control.release(fault);
    const { details } = refusalOf(await running.ended, 1, 'ChallengeFailed');
    assert.match(JSON.stringify(details), /"name":"failed\.example\.com","type":"dns"/);
  });
});
