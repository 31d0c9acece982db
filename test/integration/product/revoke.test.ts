/** Having a certificate revoked, by the built command line; Pebble says afterwards what it knows. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, describe, it } from 'node:test';
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
        ...usual,
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
  });
});

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
