import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { World } from '../../sandbox/world.ts';
import type { Ended } from './kvcert.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { seededCertificate } from './seeded.ts';

const VAULT = 'contoso-prod';
const ACME = { 'kvcert-ca': 'letsencrypt profile=classic' };
const late = { from: -70, to: 20 };
const [due, wrong] = await Promise.all([
  seededCertificate('due', late, ACME, 'due.example.com'),
  seededCertificate('wrong', late, ACME, 'www.nobody.example'),
]);

interface Entry {
  readonly kind: string;
  readonly outcome: string;
  readonly vault: string;
  readonly name: string;
  readonly version?: string;
  readonly account?: string;
  readonly by?: string;
  readonly user?: string;
  readonly occasion?: { readonly kind: string; readonly reason: string };
  readonly errorCode?: string;
}

describe('the history', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld({ world: withCertificates });
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const history = (...args: readonly string[]) => world.run('history', '--output', 'json', ...args);

  it('is empty at first', async () => {
    const ended = await history();
    assert.deepEqual([ended.code, ended.stdout], [0, '{"history":[],"damagedLines":0}\n']);
    assert.equal((await world.run('history')).stdout, 'Nothing.\n');
  });

  it('tells what was done, why, by whom and with which account, and what has failed', async () => {
    const created = await world.run(
      ...['create', `${VAULT}/new`, '--dns', 'new.example.com', '--ca', 'letsencrypt'],
      '--agree-terms',
    );
    assert.equal(created.code, 0, created.stderr);
    const renewed = await world.run('renew', '--due', '--vault', VAULT, '--agree-terms');
    assert.equal(renewed.code, 3, renewed.stderr);
    const entries = entriesOf(await history());
    assert.deepEqual(inShort(entries).toSorted(), [
      'create new done asked ',
      'renew due done due/share ',
      'renew wrong failed due/share ZoneNotFound',
    ]);
    const one = entries.find(({ name }) => name === 'due');
    const { versions } = await world.control.certificate(VAULT, 'due');
    assert.equal(one?.version, versions.at(-1)?.id);
    assert.match(one?.account ?? '', /^https:\/\//);
    assert.match(one?.by ?? '', /^.+@.+$/);
    assert.equal(one?.user, world.env['AZURE_CLIENT_ID']);
  });

  it('tells only what is asked for, as a table, too', async () => {
    assert.deepEqual(inShort(entriesOf(await history('--failed'))), [
      'renew wrong failed due/share ZoneNotFound',
    ]);
    assert.deepEqual(inShort(entriesOf(await history('--vault', VAULT, '--name', 'NEW'))), [
      'create new done asked ',
    ]);
    assert.deepEqual(entriesOf(await history('--vault', 'contoso-dev')), []);
    assert.deepEqual(entriesOf(await history('--since', '0')), []);
    const { stdout } = await world.run('history', '--failed');
    assert.match(stdout, /contoso-prod\/wrong\s+not renewed: ZoneNotFound\s/);
    assert.match(stdout, /due: most of its lifetime was over\n$/);
  });

  it('leaves out what cannot be read, and says so', async () => {
    await appendFile(join(world.stateFolder, 'history.jsonl'), 'what is this\n');
    const ended = await history();
    assert.equal((JSON.parse(ended.stdout) as { damagedLines: number }).damagedLines, 1);
    assert.equal(entriesOf(ended).length, 3);
    const table = await world.run('history');
    assert.match(table.stderr, /One line of the history cannot be read/);
  });

  it('needs no sign-in', async () => {
    const nobody = { ...world.env, AZURE_CLIENT_ID: '', AZURE_CLIENT_SECRET: '' };
    const ended = await world.runIn(nobody, 'history', '--output', 'json');
    assert.equal(entriesOf(ended).length, 3);
  });
});

function entriesOf(ended: Ended): readonly Entry[] {
  assert.equal(ended.code, 0, ended.stderr);
  return (JSON.parse(ended.stdout) as { readonly history: readonly Entry[] }).history;
}

function inShort(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ kind, name, outcome, occasion, errorCode }) => {
    const why = occasion ? `${occasion.kind}/${occasion.reason}` : 'asked';
    return [kind, name, outcome, why, errorCode ?? ''].join(' ');
  });
}

function withCertificates(world: World): World {
  return {
    ...world,
    vaults: world.vaults.map((vault) =>
      vault.name === VAULT ? { ...vault, certificates: [due, wrong] } : vault,
    ),
  };
}
