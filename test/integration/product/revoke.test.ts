/** Having a certificate revoked, by the built command line; Pebble says afterwards what it knows. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, describe, it } from 'node:test';
import { assign } from '../../sandbox/world-parts.ts';
import { vaultId, type World } from '../../sandbox/world.ts';
import { issuedBy, refusalOf } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';
import { seededCertificate } from './seeded.ts';

const TARGET = 'contoso-prod/revoked';

describe('revoking', () => {
  let world: ProductWorld;
  before(async () => {
    const foreign = await seededCertificate('foreign', { from: -10, to: 80 });
    world = await startProductWorld({
      world: (usual) => ({
        ...mayUseKeys(usual),
        vaults: usual.vaults.map((vault) =>
          vault.name === 'contoso-prod' ? { ...vault, certificates: [foreign] } : vault,
        ),
      }),
    });
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const issue = (...args: readonly string[]) =>
    world.run(...args, '--agree-terms', '--output', 'json');
  const revoke = (...more: readonly string[]) =>
    world.run('revoke', TARGET, '--output', 'json', ...more);

  it('asks for the CA where no tag names one', async () => {
    const ended = await world.run('revoke', 'contoso-prod/foreign', '--output', 'json');
    assert.match(refusalOf(ended, 2, 'InvalidUsage').message, /name the CA with --ca/);
  });

  it('says what it would do, revokes that version alone with its reason, and only once', async () => {
    const names = ['--dns', 'revoked.example.com', '--key', 'ec-p256', '--profile', 'tlsserver'];
    const first = issuedBy(await issue('create', TARGET, ...names));
    const second = issuedBy(await issue('renew', TARGET));
    const serialOf = (chain: string): string => new X509Certificate(chain).serialNumber;

    const { result, log } = await requestsDuring(world.control, () => revoke());
    const { message } = refusalOf(result, 2, 'InvalidUsage');
    assert.match(message, /revoke contoso-prod\/revoked, .*revoked\.example\.com.*--yes/);
    assert.ok(message.includes(second.version));
    assert.deepEqual(changes(log), []);

    for (const wrong of ['0'.repeat(32), 'nope']) {
      const ended = await revoke('--version', wrong, '--yes');
      assert.match(refusalOf(ended, 2, 'CertificateNotFound').message, /has no version /);
    }
    const chosen = ['--version', first.version, '--reason', 'superseded', '--yes'];
    const done = await revoke(...chosen);
    assert.equal(done.code, 0, `${done.stdout}\n${done.stderr}`);
    const { revoked } = JSON.parse(done.stdout) as { revoked: Readonly<Record<string, string>> };
    assert.deepEqual([revoked['version'], revoked['reason']], [first.version, 'superseded']);
    const state = await statusOf(world, serialOf(first.chain));
    assert.deepEqual([state['Status'], state['Reason']], ['Revoked', 4]);
    assert.equal((await statusOf(world, serialOf(second.chain)))['Status'], 'Valid');

    const { details } = refusalOf(await revoke(...chosen), 1, 'AcmeProblem');
    assert.equal(details['type'], 'alreadyRevoked');

    const remembered = await world.run('history', '--name', 'revoked', '--output', 'json');
    const { history } = JSON.parse(remembered.stdout) as {
      history: readonly Readonly<Record<string, unknown>>[];
    };
    assert.deepEqual(
      history.map(({ kind, outcome, version, errorCode }) => [kind, outcome, version, errorCode]),
      [
        ['revoke', 'failed', undefined, 'AcmeProblem'],
        ['revoke', 'done', first.version, undefined],
        ['renew', 'done', second.version, undefined],
        ['create', 'done', first.version, undefined],
      ],
    );
  });

  it('needs the account: a machine that has none says so', async () => {
    const stranger = await world.anotherMachine();
    const ended = await world.runIn(stranger, 'revoke', TARGET, '--yes', '--output', 'json');
    refusalOf(ended, 2, 'AccountNotFound');
    assert.match(ended.stderr, /--with-certificate-key/);
  });

  for (const key of ['ec-p384', 'rsa-2048']) {
    it(`needs no account where its own key signs: ${key}`, async () => {
      const target = `contoso-prod/own-${key}`;
      const dns = ['--dns', `own-${key}.example.com`, '--profile', 'tlsserver'];
      const issued = issuedBy(await issue('create', target, ...dns, '--key', key));
      const machine = await world.anotherMachine();
      const how = ['--with-certificate-key', '--reason', 'keyCompromise'];
      const args = ['revoke', target, ...how, '--output', 'json'];
      const { message } = refusalOf(await world.runIn(machine, ...args), 2, 'InvalidUsage');
      assert.match(message, /reason: keyCompromise; its own key signs\)\. /);
      const { result, log } = await requestsDuring(world.control, () =>
        world.runIn(machine, ...args, '--yes'),
      );
      assert.equal(result.code, 0, `${result.stdout}\n${result.stderr}`);
      const { revoked } = JSON.parse(result.stdout) as {
        revoked: Readonly<Record<string, unknown>>;
      };
      assert.equal(revoked['account'], null);
      const state = await statusOf(world, new X509Certificate(issued.chain).serialNumber);
      assert.deepEqual([state['Status'], state['Reason']], ['Revoked', 1]);
      const atVault = log.filter(({ host }) => host.startsWith('contoso-prod.'));
      assert.deepEqual(
        atVault.filter(({ path }) => path.includes('/keys/')).map(({ method }) => method),
        ['GET', 'POST'],
      );
    });
  }

  it('says what is missing where the key may not be used, before the CA is asked', async () => {
    const dns = ['--dns', 'barred.example.com', '--key', 'ec-p256'];
    issuedBy(await issue('create', 'contoso-prod/barred', ...dns));
    const { result, log } = await requestsDuring(world.control, () =>
      world.runIn(
        { ...world.envOf('stranger') },
        ...['revoke', 'contoso-prod/barred', '--with-certificate-key', '--yes'],
        ...['--output', 'json'],
      ),
    );
    const { remedies } = refusalOf(result, 1, 'VaultForbidden');
    assert.match(JSON.stringify(remedies), /Key Vault Crypto User/);
    assert.deepEqual(changes(log), []);
  });
});

/** The operator may sign with keys of the vault; the stranger may not. */
function mayUseKeys(world: World): World {
  const vault = world.vaults.find(({ name }) => name === 'contoso-prod');
  assert.ok(vault);
  const role = assign('Key Vault Crypto User', vaultId(vault));
  return {
    ...world,
    principals: world.principals.map((principal) =>
      principal.name === 'operator'
        ? { ...principal, roles: [...principal.roles, role] }
        : principal,
    ),
  };
}

/** What Pebble's management interface says about a certificate. */
async function statusOf(
  { ready }: ProductWorld,
  serial: string,
): Promise<Readonly<Record<string, unknown>>> {
  const url = `${ready.acme.management}/cert-status-by-serial/${serial.toLowerCase()}`;
  const ca = readFileSync(ready.env['NODE_EXTRA_CA_CERTS'] ?? '');
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  request(url, { ca, agent: false, headers: { 'User-Agent': 'tests' } }, (answer) => {
    text(answer).then(resolve, reject);
  })
    .on('error', reject)
    .end();
  return JSON.parse(await promise) as Readonly<Record<string, unknown>>;
}
