/** Accounts at CAs, by the built command line: Pebble as Let's Encrypt, and a CA that wants its own. */
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { issuedBy, refusalOf } from './answers.ts';
import { MOMENTS } from './interruption.ts';
import { startKvcert, type Ended } from './kvcert.ts';
import {
  assertNothingLeft,
  startProductWorld,
  type Environment,
  type ProductWorld,
} from './product-world.ts';
import { requestsDuring } from './requests.ts';

const DIRECTORY = 'https://acme.scripted.test/directory';
/** base64url, and to be found nowhere afterwards. */
const HMAC_KEY = 'dGhlIGtleSB0aGF0IG5vYm9keSBrZWVwcw';

interface Account {
  readonly ca: string;
  readonly url: string;
  readonly eabKid?: string;
  readonly contact: readonly string[];
  readonly issues: boolean;
  readonly atCa?: { readonly status: string; readonly contact: readonly string[] };
}

function answerOf(ended: Ended): { readonly account: Account; readonly created?: boolean } {
  assert.equal(ended.code, 0, `${ended.stdout}\n${ended.stderr}`);
  return JSON.parse(ended.stdout) as { account: Account };
}

describe('accounts at CAs', () => {
  let world: ProductWorld;
  let machine: Environment;
  before(async () => {
    world = await startProductWorld();
  });
  after(() => world.close());
  afterEach(async () => {
    await assertNothingLeft(world);
    await world.control.caSettings({});
  });

  const account = (verb: string, ...more: readonly string[]) =>
    world.runIn(machine, 'account', verb, '--output', 'json', ...more);
  const listed = async () => {
    const { stdout } = await account('list');
    return (JSON.parse(stdout) as { accounts: readonly Account[] }).accounts;
  };
  const issue = (name: string, ca: string, ...more: readonly string[]) =>
    world.runIn(
      machine,
      ...['create', `contoso-prod/${name}`, '--dns', `${name}.example.com`, '--key', 'ec-p256'],
      ...['--ca', ca, '--output', 'json', ...more],
    );
  const accountFiles = async () => {
    const folder = join(machine['XDG_STATE_HOME'] ?? '', 'kvcert', 'accounts');
    const names = await readdir(folder).catch(() => []);
    return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  };

  it('are made, shown, changed, given a new key, and deactivated', async () => {
    machine = await world.anotherMachine();
    refusalOf(await account('create', '--ca', 'letsencrypt'), 2, 'TermsNotAgreed');
    assert.deepEqual(await listed(), []);

    const made = answerOf(
      await account(
        'create',
        ...['--ca', 'letsencrypt', '--agree-terms', '--contact', 'ada@example.com'],
      ),
    );
    assert.equal(made.created, true);
    const { url } = made.account;
    const again = answerOf(await account('create', '--ca', 'letsencrypt'));
    assert.deepEqual([again.created, again.account.url], [false, url]);

    const shown = answerOf(await account('show', '--ca', 'letsencrypt')).account;
    assert.equal(shown.atCa?.status, 'valid');
    assert.deepEqual(shown.atCa.contact, ['mailto:ada@example.com']);

    const changed = await account('contact', 'bob@example.com', '--ca', 'letsencrypt');
    assert.deepEqual(answerOf(changed).account.atCa?.contact, ['mailto:bob@example.com']);

    const [before] = await accountFiles();
    assert.equal(answerOf(await account('rollover', '--ca', 'letsencrypt')).account.url, url);
    const [afterwards] = await accountFiles();
    assert.notEqual(keyIn(afterwards), keyIn(before));
    const { version } = issuedBy(await issue('rolled', 'letsencrypt'));
    const { versions } = await world.control.certificate('contoso-prod', 'rolled');
    assert.match(
      versions.find(({ id }) => id === version)?.tags['kvcert-ca'] ?? '',
      new RegExp(`account=${url}$`),
    );

    const unasked = await account('deactivate', '--ca', 'letsencrypt');
    assert.match(refusalOf(unasked, 2, 'InvalidUsage').message, /for ever.*--yes/);
    answerOf(await account('deactivate', '--ca', 'letsencrypt', '--yes'));
    assert.deepEqual(await listed(), []);
    refusalOf(await account('show', '--ca', 'letsencrypt'), 2, 'AccountNotFound');
  });

  for (const [moment, hold] of Object.entries(MOMENTS)) {
    it(`are used with the key that the CA knows after a kill in an exchange: ${moment}`, async () => {
      machine = await world.anotherMachine();
      const made = answerOf(await account('create', '--ca', 'letsencrypt', '--agree-terms'));
      const match = { api: 'acme', path: '^/rollover' };
      const fault = await world.control.fault({ kind: 'hold', match, ...hold });
      const running = startKvcert(machine, ['account', 'rollover', '--ca', 'letsencrypt']);
      await world.control.held(fault);
      running.child.kill('SIGKILL');
      await running.ended;
      await world.control.over(fault);
      assert.equal((await accountFiles()).join('').split('PRIVATE KEY').length, 5);
      const shown = answerOf(await account('show', '--ca', 'letsencrypt')).account;
      assert.deepEqual([shown.url, shown.atCa?.status], [made.account.url, 'valid']);
      answerOf(await account('rollover', '--ca', 'letsencrypt'));
      assert.equal((await accountFiles()).join('').split('PRIVATE KEY').length, 3);
      answerOf(await account('show', '--ca', 'letsencrypt'));
    });
  }

  it('are bound to one of the CA’s site by a key that nobody keeps', async () => {
    machine = await world.anotherMachine();
    await world.control.caSettings({ externalAccounts: { 'kid-1': HMAC_KEY, 'kid-2': HMAC_KEY } });
    const { remedies } = refusalOf(await issue('unbound', DIRECTORY), 1, 'ExternalAccountRequired');
    assert.match(
      JSON.stringify(remedies),
      /kvcert account create --ca https:\/\/acme\.scripted\.test\/directory --eab-kid KID/,
    );
    const keyFile = join(machine['XDG_STATE_HOME'] ?? '', 'hmac-key');
    await writeFile(keyFile, `${HMAC_KEY}\n`);
    const bind = (kid: string) =>
      account(
        'create',
        ...['--ca', DIRECTORY, '--eab-kid', kid, '--eab-key-file', keyFile, '--verbose'],
      );
    const { result, log } = await requestsDuring(world.control, () => bind('kid-1'));
    const first = answerOf(result).account;
    assert.equal(first.eabKid, 'kid-1');
    issuedBy(await issue('bound', DIRECTORY));
    const second = answerOf(await bind('kid-2')).account;
    assert.notEqual(second.url, first.url);
    assert.deepEqual(
      (await listed()).map(({ eabKid, issues }) => [eabKid, issues]),
      [
        ['kid-2', true],
        ['kid-1', false],
      ],
    );
    const orderedBy = async (name: string): Promise<string | undefined> => {
      const { versions } = await world.control.certificate('contoso-prod', name);
      return /account=(\S+)/.exec(versions.at(-1)?.tags['kvcert-ca'] ?? '')?.[1];
    };
    issuedBy(await issue('by-first', DIRECTORY, '--account', first.url));
    assert.equal(await orderedBy('by-first'), first.url);
    issuedBy(await issue('by-second', DIRECTORY));
    assert.equal(await orderedBy('by-second'), second.url);
    refusalOf(
      await issue('by-nobody', DIRECTORY, '--account', `${first.url}0`),
      2,
      'AccountNotFound',
    );
    refusalOf(await issue('by-word', DIRECTORY, '--account', 'kid-1'), 2, 'InvalidOption');
    const kept = [...(await accountFiles()), result.stdout, result.stderr, JSON.stringify(log)];
    for (const text of kept) assert.ok(!text.includes(HMAC_KEY), text);

    const wrong = await account('create', '--ca', DIRECTORY, '--eab-kid', 'kid-9');
    assert.match(refusalOf(wrong, 2, 'InvalidUsage').message, /--eab-key-file/);
  });
});

function keyIn(file: string | undefined): string {
  return (JSON.parse(file ?? '{}') as { key: string }).key;
}
