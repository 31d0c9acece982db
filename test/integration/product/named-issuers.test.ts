/** Certificates that Key Vault orders at an issuer that the vault knows by name. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { ProviderBehaviour } from '../../sandbox/keyvault/providers.ts';
import { issuedBy, refusalOf } from './answers.ts';
import { azureCaller, vaultUrl } from './azure-caller.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';

const VAULT = 'contoso-prod';

describe('a certificate of a named issuer', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld();
    const stranger = azureCaller(world.ready, 'stranger');
    for (const issuer of ['DigiCert', 'Failing', 'Rejecting', 'Slow']) {
      await stranger.ask('PUT', vaultUrl(VAULT, `/certificates/issuers/${issuer}`), {
        provider: 'DigiCert',
      });
    }
    await behaves('DigiCert', { outcome: 'complete', afterMs: 500 });
    await behaves('Failing', { outcome: 'fail', afterMs: 0, message: 'Account is closed.' });
    await behaves('Rejecting', { outcome: 'reject', afterMs: 0, message: 'No such domain.' });
    await behaves('Slow', { outcome: 'wait' });
  });
  after(() => world.close());
  const foreignOperations: string[] = [];
  afterEach(() => assertNothingLeft(world, { foreignOperations }));

  const behaves = async (issuer: string, behaviour: ProviderBehaviour): Promise<void> => {
    const { ok } = await fetch(`${world.ready.control}/issuers/${VAULT}/${issuer}`, {
      method: 'PUT',
      body: JSON.stringify(behaviour),
    });
    assert.ok(ok);
  };
  const args = (name: string, issuer: string, ...more: readonly string[]) => [
    ...['create', `${VAULT}/${name}`, '--issuer', issuer, '--dns', `${name}.example`],
    ...['--output', 'json', ...more],
  ];
  const create = (...wish: Parameters<typeof args>) => world.run(...args(...wish));

  it('is ordered with its product, and remembered', async () => {
    const issued = issuedBy(
      await create('ordered', 'DigiCert', '--cty', 'OV-SSL', '--no-transparency'),
    );
    assert.deepEqual(issued.dnsNames, ['ordered.example']);
    const { policy } = await world.control.certificate(VAULT, 'ordered');
    assert.deepEqual(policy.issuer, { name: 'DigiCert', cty: 'OV-SSL', cert_transparency: false });
    const { stdout } = await world.run('history', '--name', 'ordered', '--output', 'json');
    assert.match(stdout, /"ca":"DigiCert"/);
  });

  it('is refused: whose fault it is, is told', async () => {
    const failed = refusalOf(await create('failing', 'Failing'), 1, 'IssuerRefused');
    assert.match(failed.message, /^The issuer Failing has failed to make .* Account is closed\.$/);
    const rejected = refusalOf(await create('rejecting', 'Rejecting'), 1, 'IssuerRefused');
    assert.match(rejected.message, /^The issuer Rejecting has rejected .* No such domain\.$/);
  });

  it('is one that the vault does not know: those that it does are named', async () => {
    const { details } = refusalOf(await create('unknown', 'DigiCrt'), 2, 'IssuerNotFound');
    assert.deepEqual(details['known'], ['DigiCert', 'Failing', 'Rejecting', 'Slow']);
  });

  it('takes its time: Key Vault goes on alone', async () => {
    foreignOperations.push('slow');
    const pending = refusalOf(await create('slow', 'Slow', '--wait', '1'), 1, 'IssuerPending');
    assert.match(pending.message, /Key Vault waits for it/);
  });

  it('is taken back by Ctrl+C, and the issuer is told', async () => {
    const { log } = await requestsDuring(world.control, async () => {
      const running = world.start(...args('stopped', 'Slow'));
      await running.saying('Make key and CSR in the vault (');
      running.child.kill('SIGINT');
      assert.equal((await running.ended).code, 130);
    });
    const at = `${VAULT}.vault.azure.net/certificates/stopped`;
    assert.deepEqual(changes(log), [
      `POST ${at}/create`,
      `PATCH ${at}/pending`,
      `DELETE ${at}/pending`,
    ]);
    const { versions, pending } = await world.control.certificate(VAULT, 'stopped');
    assert.deepEqual([versions, pending ?? undefined], [[], undefined]);
  });
});
