/** Enabling, tagging, deleting and getting back, by the built command line. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, stat as statOf, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { refusalOf } from './answers.ts';
import { azureCaller, vaultUrl } from './azure-caller.ts';
import type { Ended } from './kvcert.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';
import { seededCertificate } from './seeded.ts';

const VAULT = 'contoso-prod';
const HOST = `${VAULT}.vault.azure.net`;
const NAMES = [
  'switched',
  'tagged',
  'deleted',
  'just-deleted',
  'purged',
  'unsure',
  'held',
  'backed-up',
];

describe('what can be done to a certificate that is there', { concurrency: 4 }, () => {
  let world: ProductWorld;
  let folder: string;
  before(async () => {
    const ago = { createdAt: Date.now() - 50 * 86_400_000 };
    const certificates = await Promise.all([
      ...NAMES.map((name) => seededCertificate(name, { from: -10, to: 80 }, { team: 'web' })),
      seededCertificate('twice', { from: -60, to: 10 }).then((old) => ({ ...old, ...ago })),
      seededCertificate('twice', { from: -10, to: 80 }),
    ]);
    folder = await mkdtemp(join(tmpdir(), 'kvcert-upkeep-'));
    world = await startProductWorld({
      world: (usual) => ({
        ...usual,
        vaults: usual.vaults.map((vault) =>
          vault.name === VAULT ? { ...vault, certificates } : vault,
        ),
      }),
    });
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await assertNothingLeft(world, { foreignClaims: ['held'] }).finally(() => world.close());
  });

  const run = (...args: readonly string[]) => world.run(...args, '--output', 'json');
  const done = ({ code, stdout, stderr }: Ended): unknown => {
    assert.equal(code, 0, `${stdout}\n${stderr}`);
    return JSON.parse(stdout);
  };
  const stored = (name: string) => world.control.certificate(VAULT, name);
  const changesOf = async (name: string, work: () => Promise<Ended>) => {
    const { result, log } = await requestsDuring(world.control, work);
    return { result, changed: changes(log).filter((request) => request.split('/').includes(name)) };
  };

  it('disables and enables the newest version, and says what that means', async () => {
    const target = `${VAULT}/switched`;
    const asked = refusalOf(await run('disable', target), 2, 'InvalidUsage');
    assert.match(asked.message, /for \*\.example\.com, will be disabled.* It is the newest/);
    const version = (await stored('switched')).versions[0]?.id ?? '';
    const { result, changed } = await changesOf('switched', () => run('disable', target, '--yes'));
    const state = { vault: VAULT, name: 'switched', version, newest: true, already: false };
    assert.deepEqual(done(result), { disabled: state });
    assert.deepEqual(changed, [`PATCH ${HOST}/certificates/switched/${version}`]);
    assert.equal((await stored('switched')).versions[0]?.enabled, false);
    assert.deepEqual((await stored('switched')).versions[0]?.tags, { team: 'web' });
    const again = await changesOf('switched', () => run('disable', target, '--yes'));
    assert.deepEqual(done(again.result), { disabled: { ...state, already: true } });
    assert.deepEqual(again.changed, []);
    assert.deepEqual(done(await run('enable', target)), { enabled: state });
    assert.equal((await stored('switched')).versions[0]?.enabled, true);
  });

  it('disables an older version alone, and knows the version that is not there', async () => {
    const [older = '', newer = ''] = (await stored('twice')).versions.map(({ id }) => id);
    const target = `${VAULT}/twice`;
    const ended = await world.run('disable', target, '--version', older, '--yes');
    assert.equal(ended.stdout, `Version ${older} of ${target} is disabled.\n`);
    const enabled = Object.fromEntries(
      (await stored('twice')).versions.map(({ id, enabled: is }) => [id, is]),
    );
    assert.deepEqual(enabled, { [older]: false, [newer]: true });
    for (const version of ['0'.repeat(32), 'x/../y']) {
      const unknown = await run('disable', target, '--version', version, '--yes');
      assert.equal(refusalOf(unknown, 2, 'CertificateNotFound').details['version'], version);
    }
  });

  it('lists the versions, the newest first, and compares two', async () => {
    const target = `${VAULT}/twice`;
    const [older = '', newer = ''] = (await stored('twice')).versions.map(({ id }) => id);
    const { versions } = done(await run('versions', target)) as {
      versions: readonly { version: string; state: string }[];
    };
    assert.deepEqual(
      versions.map(({ version }) => version),
      [newer, older],
    );
    const { compared } = done(await run('versions', target, '--compare', older)) as {
      compared: { versions: readonly string[]; differences: readonly { of: string }[] };
    };
    assert.deepEqual(compared.versions, [older, newer]);
    const members = compared.differences.map(({ of }) => of);
    for (const member of ['serial-number', 'not-after', 'key', 'thumbprint']) {
      assert.ok(members.includes(member), members.join(', '));
    }
    const same = await world.run('versions', target, '--compare', older, '--with', older);
    assert.equal(same.stdout, 'They are the same.\n');
    refusalOf(await run('versions', `${VAULT}/nothing-there`), 2, 'CertificateNotFound');
    refusalOf(await run('versions', target, '--with', older), 2, 'InvalidUsage');
    const unknown = await run('versions', target, '--compare', 'x');
    assert.equal(refusalOf(unknown, 2, 'CertificateNotFound').details['version'], 'x');
  });

  it('changes the tags that are named, whatever their case, and no other', async () => {
    const target = `${VAULT}/tagged`;
    const set = ['--set', 'owner=ann', '--set', 'TEAM=ops', '--remove', 'nobody'];
    const { tagged } = done(await run('tag', target, ...set)) as { tagged: { tags: object } };
    assert.deepEqual(tagged.tags, { owner: 'ann', TEAM: 'ops' });
    assert.deepEqual((await stored('tagged')).versions[0]?.tags, tagged.tags);
    done(await run('tag', target, '--remove', 'OWNER', '--remove', 'Team'));
    assert.deepEqual((await stored('tagged')).versions[0]?.tags, {});
    const many = Array.from({ length: 16 }, (_, n) => ['--set', `tag-${n}=x`]).flat();
    refusalOf(await run('tag', target, ...many), 1, 'TooManyTags');
    for (const tag of ['--set=kvcert-ca=x', '--remove=KVCERT-owner', '--set==x']) {
      const ended = await changesOf('tagged', () => run('tag', target, tag));
      assert.equal(ended.result.code, 2, ended.result.stdout);
      assert.deepEqual(ended.changed, []);
    }
    refusalOf(await run('tag', target), 2, 'InvalidUsage');
  });

  it('deletes with all versions, lists what is kept, and gets it back', async () => {
    const target = `${VAULT}/deleted`;
    const asked = refusalOf(await run('delete', target), 2, 'InvalidUsage');
    assert.match(asked.message, /will be deleted with its only version and keys/);
    assert.match(asked.message, /It can be recovered for 90 days/);
    const { result, changed } = await changesOf('deleted', () => run('delete', target, '--yes'));
    const { deleted } = done(result) as { deleted: { name: string; purgeable: boolean } };
    assert.deepEqual([deleted.name, deleted.purgeable], ['deleted', true]);
    assert.deepEqual(changed, [`DELETE ${HOST}/certificates/deleted`]);
    refusalOf(await run('delete', target, '--yes'), 2, 'CertificateNotFound');
    const list = done(await run('list', '--deleted', '--vault', VAULT)) as {
      deleted: readonly { name: string }[];
    };
    assert.ok(list.deleted.some(({ name }) => name === 'deleted'));
    done(await run('recover', target));
    assert.equal((await stored('deleted')).versions.length, 1);
    assert.deepEqual((await stored('deleted')).versions[0]?.tags, { team: 'web' });
    refusalOf(await run('recover', target), 2, 'NotDeleted');
    const history = await run('history', '--vault', VAULT, '--name', 'deleted');
    const { history: entries } = done(history) as {
      history: readonly { kind: string; outcome: string }[];
    };
    const deeds = entries.map(({ kind, outcome }) => `${kind} ${outcome}`);
    assert.deepEqual(deeds.slice(0, 2), ['recover done', 'delete done']);
  });

  it('gets back what somebody else has deleted a moment ago', async () => {
    const target = `${VAULT}/just-deleted`;
    const stranger = azureCaller(world.ready, 'stranger');
    await stranger.ask('DELETE', vaultUrl(VAULT, '/certificates/just-deleted'));
    const recovered = await world.run('recover', target);
    assert.equal(recovered.code, 0, recovered.stderr);
    assert.match(recovered.stderr, /It may have been deleted a moment ago/);
    assert.equal((await stored('just-deleted')).versions.length, 1);
  });

  it('purges only what was deleted, and only when it is sure', async () => {
    const target = `${VAULT}/purged`;
    refusalOf(await run('purge', target, '--yes'), 2, 'NotDeleted');
    done(await run('delete', target, '--yes'));
    refusalOf(await run('purge', target), 2, 'InvalidUsage');
    const purged = await world.run('purge', target, '--yes');
    assert.equal(purged.stdout, `Purged ${target}.\n`);
    refusalOf(await run('recover', target), 2, 'NotDeleted');
  });

  it('does not purge what the vault protects', async () => {
    // As a vault with purge protection says it (DeletionRecoveryLevel of the API reference).
    const attributes = { enabled: true, recoveryLevel: 'Recoverable', recoverableDays: 90 };
    const recoveryId = `https://${HOST}/deletedcertificates/kept`;
    await world.control.fault({
      ...{ kind: 'fail', status: 200, match: { method: 'GET', path: '/deletedcertificates/kept' } },
      body: {
        recoveryId,
        deletedDate: 1_790_000_000,
        scheduledPurgeDate: 1_797_776_000,
        attributes,
      },
    });
    const refused = refusalOf(await run('purge', `${VAULT}/kept`, '--yes'), 1, 'PurgeProtected');
    assert.equal(refused.details['until'], '2026-12-20T14:13:20.000Z');
    assert.match(refused.message, /nobody can purge "kept" before 2026-12-20 14:13 UTC/);
  });

  it('backs up into a file that is its owner’s alone, and restores from it', async () => {
    const target = `${VAULT}/backed-up`;
    const file = join(folder, 'backed-up.kvbackup');
    done(await run('backup', target, '--to', file));
    assert.equal((await statOf(file)).mode & 0o777, 0o600);
    refusalOf(await run('backup', target, '--to', file), 2, 'InvalidOption');
    const never = join(folder, 'never');
    refusalOf(
      await run('backup', `${VAULT}/nothing-there`, '--to', never),
      2,
      'CertificateNotFound',
    );
    await assert.rejects(statOf(never));
    // It is there: nothing is replaced.
    const taken = refusalOf(await run('restore', VAULT, file), 1, 'BackupRefused');
    assert.equal(taken.details['taken'], true);
    const before = await stored('backed-up');
    done(await run('delete', target, '--yes'));
    refusalOf(await run('restore', VAULT, file), 1, 'NameSoftDeleted');
    done(await run('purge', target, '--yes'));
    const { restored } = done(await run('restore', VAULT, file)) as { restored: object };
    const version = before.versions[0]?.id;
    assert.deepEqual(restored, { vault: VAULT, name: 'backed-up', version });
    assert.deepEqual((await stored('backed-up')).versions, before.versions);
  });

  it('takes no file for a backup that is none', async () => {
    const garbage = join(folder, 'garbage');
    await writeFile(garbage, 'not a backup');
    const refused = refusalOf(await run('restore', VAULT, garbage), 1, 'BackupRefused');
    assert.equal(refused.details['taken'], false);
    const empty = join(folder, 'empty');
    await writeFile(empty, '');
    for (const file of [empty, join(folder, 'missing')]) {
      refusalOf(await run('restore', VAULT, file), 2, 'InvalidOption');
    }
  });

  it('says which action is missing, and changes nothing', async () => {
    const reader = world.envOf('auditor');
    for (const [command, action] of [
      [['delete', '--yes'], 'certificates/delete'],
      [['disable', '--yes'], 'certificates/update/action'],
      [['tag', '--set', 'a=b'], 'certificates/update/action'],
    ] as const) {
      const [name, ...options] = command;
      const args = [name, `${VAULT}/unsure`, ...options, '--output', 'json'];
      const refused = refusalOf(await world.runIn(reader, ...args), 1, 'VaultForbidden');
      assert.equal(refused.details['action'], `Microsoft.KeyVault/vaults/${action}`);
    }
    assert.deepEqual((await stored('unsure')).versions[0]?.tags, { team: 'web' });
  });

  it('leaves alone what somebody is at work on', async () => {
    const now = Math.floor(Date.now() / 1000);
    const claim = `run=0123456789abcdef since=${now} until=${now + 900} by=ann@build-7 for=${VAULT}/held`;
    const tags = { 'kvcert-owner': claim };
    const stranger = azureCaller(world.ready, 'stranger');
    await stranger.ask('PATCH', vaultUrl(VAULT, '/certificates/held'), { tags });
    for (const args of [
      ['delete', '--yes'],
      ['disable', '--yes'],
      ['tag', '--set', 'a=b'],
    ]) {
      const [command = '', ...options] = args;
      const ended = await run(command, `${VAULT}/held`, ...options);
      assert.equal(refusalOf(ended, 1, 'WorkInProgress').details['owner'], 'ann@build-7');
    }
    assert.deepEqual((await stored('held')).versions[0]?.tags, tags);
  });
});
