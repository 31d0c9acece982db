/** The issuers and contacts of a vault, by the built command line. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { refusalOf } from './answers.ts';
import type { Ended } from './kvcert.ts';
import { startProductWorld, type ProductWorld } from './product-world.ts';
import { requestsDuring } from './requests.ts';

const VAULT = 'contoso-prod';
const PASSWORD = 'correct horse battery staple';

describe('the issuers and contacts of a vault', () => {
  let world: ProductWorld;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kvcert-issuers-'));
    await writeFile(join(folder, 'password'), `${PASSWORD}\n`);
    world = await startProductWorld();
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await world.close();
  });

  const run = (...args: readonly string[]) => world.run(...args, '--output', 'json');
  const done = ({ code, stdout, stderr }: Ended): unknown => {
    assert.equal(code, 0, `${stdout}\n${stderr}`);
    return JSON.parse(stdout);
  };
  const issuer = async (...args: readonly string[]) => {
    const { issuer: shown } = done(await run('issuer', ...args)) as {
      issuer: Readonly<Record<string, unknown>>;
    };
    const { createdOn, updatedOn, ...facts } = shown;
    assert.ok(createdOn !== undefined && updatedOn !== undefined);
    return facts;
  };

  it('are made, shown, changed, disabled and deleted', async () => {
    const made = await issuer(
      ...['create', VAULT, 'digicert', '--provider', 'DigiCert', '--account-id', '4711'],
      ...['--password-file', join(folder, 'password'), '--organization-id', '12'],
      ...['--admin', 'Ann van Dyk <ann@contoso.example> +1 555 0100', '--admin', 'b@c.example'],
    );
    const ann = { firstName: 'Ann van', lastName: 'Dyk', email: 'ann@contoso.example' };
    const administrators = [
      { ...ann, phone: '+1 555 0100' },
      { firstName: '', lastName: '', email: 'b@c.example', phone: '' },
    ];
    const facts = { name: 'digicert', provider: 'DigiCert', enabled: true };
    const account = { accountId: '4711', organizationId: '12' };
    assert.deepEqual(made, { ...facts, ...account, administrators });
    assert.deepEqual(await issuer('show', VAULT, 'digicert'), made);
    const list = done(await run('issuer', 'list', VAULT));
    assert.deepEqual(list, { issuers: [{ name: 'digicert', provider: 'DigiCert' }] });

    const disabled = await issuer('update', VAULT, 'digicert', '--disable', '--no-admin');
    assert.deepEqual(disabled, { ...made, enabled: false, administrators: [] });
    assert.equal((await issuer('update', VAULT, 'digicert', '--enable'))['enabled'], true);
    refusalOf(await run('issuer', 'update', VAULT, 'digicert'), 2, 'InvalidUsage');

    const asked = refusalOf(await run('issuer', 'delete', VAULT, 'digicert'), 2, 'InvalidUsage');
    assert.match(asked.message, /nothing is renewed by it any more/);
    done(await run('issuer', 'delete', VAULT, 'digicert', '--yes'));
    const gone = refusalOf(await run('issuer', 'show', VAULT, 'digicert'), 2, 'IssuerNotFound');
    assert.match(gone.message, /knows no issuer "digicert"/);
    assert.equal((await world.run('issuer', 'list', VAULT)).stdout, 'No issuers.\n');
  });

  it('keep the password of an account to themselves', async () => {
    const create = ['create', VAULT, 'secretive', '--provider', 'DigiCert', '--account-id', '1'];
    const file = join(folder, 'password');
    const { result, log } = await requestsDuring(world.control, () =>
      world.run('issuer', ...create, '--password-file', file, '--verbose'),
    );
    assert.equal(result.code, 0, result.stderr);
    assert.equal(`${result.stdout}${result.stderr}`.includes(PASSWORD), false);
    assert.equal(
      log.some(({ path }) => path.includes('horse')),
      false,
    );
    const refused = refusalOf(
      await run('issuer', ...create, '--password-file', join(folder, 'none')),
      2,
      'InvalidOption',
    );
    assert.equal(refused.details['option'], '--password-file');
  });

  it('are told apart from what policies name otherwise, and never overwritten', async () => {
    for (const name of ['Self', 'UNKNOWN', 'a/b', 'a b', '']) {
      const args = ['issuer', 'create', VAULT, name, '--provider', 'DigiCert'];
      refusalOf(await run(...args), 2, 'InvalidIssuerName');
    }
    // In a URL they would be something else than an issuer: nothing is asked.
    const { log } = await requestsDuring(world.control, async () => {
      for (const name of ['..', '.', '']) {
        refusalOf(await run('issuer', 'show', VAULT, name), 2, 'InvalidIssuerName');
        refusalOf(await run('issuer', 'delete', VAULT, name, '-y'), 2, 'InvalidIssuerName');
        const args = ['issuer', 'update', VAULT, name, '--disable'];
        refusalOf(await run(...args), 2, 'InvalidIssuerName');
      }
    });
    assert.deepEqual(log, []);
    refusalOf(await run('issuer', 'create', VAULT, 'x'), 2, 'InvalidUsage');
    for (const admin of ['nobody', '<a@b> x', '']) {
      const args = ['issuer', 'create', VAULT, 'x', '--provider', 'DigiCert', '--admin', admin];
      refusalOf(await run(...args), 2, 'InvalidOption');
    }
    await issuer('create', VAULT, 'kept', '--provider', 'GlobalSign');
    const again = await run('issuer', 'create', VAULT, 'KEPT', '--provider', 'DigiCert');
    refusalOf(again, 2, 'IssuerExists');
    assert.equal((await issuer('show', VAULT, 'kept'))['provider'], 'GlobalSign');
    refusalOf(await run('issuer', 'update', VAULT, 'nope', '--enable'), 2, 'IssuerNotFound');
  });

  it('contacts are added, changed and removed one by one', async () => {
    const contact = async (...args: readonly string[]): Promise<unknown> =>
      (done(await run('contact', ...args)) as { contacts: unknown }).contacts;
    assert.deepEqual(await contact('list', VAULT), []);
    const ann = { email: 'ann@contoso.example', name: 'Ann', phone: '+1 555 0100' };
    const added = ['--name', 'Ann', '--phone', '+1 555 0100'];
    assert.deepEqual(await contact('add', VAULT, ann.email, ...added), [ann]);
    const bob = { email: 'bob@contoso.example' };
    assert.deepEqual(await contact('add', VAULT, bob.email), [ann, bob]);
    const changed = { email: 'ANN@contoso.example', name: 'Anna' };
    const now = await contact('add', VAULT, changed.email, '--name', 'Anna');
    assert.deepEqual(now, [bob, changed]);
    assert.deepEqual(await contact('list', VAULT), [bob, changed]);
    const missing = refusalOf(
      await run('contact', 'remove', VAULT, 'eve@contoso.example'),
      2,
      'ContactNotFound',
    );
    assert.deepEqual(missing.details['known'], [bob.email, changed.email]);
    assert.deepEqual(await contact('remove', VAULT, 'Bob@contoso.example'), [changed]);
    assert.deepEqual(await contact('remove', VAULT, ann.email), []);
    assert.equal((await world.run('contact', 'list', VAULT)).stdout, 'No contacts.\n');
    refusalOf(await run('contact', 'add', VAULT, 'no address'), 2, 'InvalidOption');
  });

  it('say which right is missing', async () => {
    const reader = world.envOf('auditor');
    for (const args of [
      ['issuer', 'create', VAULT, 'y', '--provider', 'DigiCert'],
      ['contact', 'add', VAULT, 'a@b.example'],
    ]) {
      const ended = await world.runIn(reader, ...args, '--output', 'json');
      refusalOf(ended, 1, 'VaultForbidden');
    }
  });
});
