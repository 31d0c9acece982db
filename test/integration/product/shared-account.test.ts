/** An account whose key signs in a vault, by the built command line: two machines share one. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { assign } from '../../sandbox/world-parts.ts';
import { vaultId, type World } from '../../sandbox/world.ts';
import { issuedBy, refusalOf } from './answers.ts';
import { azureCaller, vaultUrl, type AzureCaller } from './azure-caller.ts';
import { MOMENTS } from './interruption.ts';
import { startKvcert, type Ended } from './kvcert.ts';
import {
  assertNothingLeft,
  startProductWorld,
  type Environment,
  type ProductWorld,
} from './product-world.ts';
import { requestsDuring } from './requests.ts';

const VAULT = 'contoso-prod';

interface Account {
  readonly url: string;
  readonly vaultKey: string;
  readonly issues: boolean;
}

interface WireKey {
  readonly key: { readonly kid: string; readonly kty: string };
  readonly tags?: Readonly<Record<string, string>>;
}

/** The operator may make keys; the stranger may only use them. */
function withCryptoRoles(world: World): World {
  const vault = world.vaults.find(({ name }) => name === VAULT);
  assert.ok(vault);
  const roles = {
    operator: 'Key Vault Crypto Officer',
    stranger: 'Key Vault Crypto User',
  } as const;
  return {
    ...world,
    principals: world.principals.map((principal) => {
      const { name } = principal;
      return name === 'operator' || name === 'stranger'
        ? { ...principal, roles: [...principal.roles, assign(roles[name], vaultId(vault))] }
        : principal;
    }),
  };
}

describe('an account whose key is in a vault', () => {
  let world: ProductWorld;
  let caller: AzureCaller;
  before(async () => {
    world = await startProductWorld({ world: withCryptoRoles });
    caller = azureCaller(world.ready, 'operator');
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const account = (env: Environment, verb: string, ...more: readonly string[]) =>
    world.runIn(env, 'account', verb, '--output', 'json', '--ca', 'letsencrypt', ...more);
  const create = (env: Environment, key: string, ...more: readonly string[]) =>
    account(env, 'create', '--key-vault', VAULT, '--key-name', key, ...more);
  const issue = (env: Environment, name: string) =>
    world.runIn(
      env,
      ...['create', `${VAULT}/${name}`, '--dns', `${name}.example.com`, '--key', 'ec-p256'],
      ...['--output', 'json'],
    );
  const keyOf = async (name: string): Promise<WireKey> =>
    (await caller.ask('GET', vaultUrl(VAULT, `/keys/${name}`))) as WireKey;
  /** Of another person, who may use keys and not make them. */
  const colleague = async (): Promise<Environment> => ({
    ...world.envOf('stranger'),
    XDG_STATE_HOME: (await world.anotherMachine())['XDG_STATE_HOME'] ?? '',
  });

  it('is made once and shared; nothing secret is on either machine', async () => {
    const [first, second] = [await world.anotherMachine(), await colleague()];
    const made = answerOf(await create(first, 'shared', '--agree-terms'));
    assert.deepEqual([made.created, made.origin], [true, 'made']);
    const key = await keyOf('shared');
    assert.equal(made.account.vaultKey, key.key.kid);
    assert.deepEqual(key.tags, {
      'kvcert-acme-directory': 'https://acme-v02.api.letsencrypt.org/directory',
      'kvcert-acme-account': made.account.url,
    });
    const again = answerOf(await create(first, 'shared'));
    assert.deepEqual([again.created, again.origin], [false, 'known']);

    // The second machine has agreed to nothing: there is an account already.
    const found = answerOf(await create(second, 'shared'));
    assert.deepEqual([found.created, found.origin], [false, 'found']);
    assert.equal(found.account.url, made.account.url);
    for (const [env, name] of [
      [first, 'shared-one'],
      [second, 'shared-two'],
    ] as const) {
      const { version } = issuedBy(await issue(env, name));
      const { versions } = await world.control.certificate(VAULT, name);
      const tag = versions.find(({ id }) => id === version)?.tags['kvcert-ca'] ?? '';
      assert.match(tag, new RegExp(`account=${made.account.url}$`));
    }
    for (const file of [...(await filesOf(first)), ...(await filesOf(second))]) {
      assert.doesNotMatch(file, /PRIVATE KEY|"d"/);
    }
  });

  it('signs once for each request to the CA, and the key is read once', async () => {
    const machine = await world.anotherMachine();
    answerOf(await create(machine, 'counted', '--agree-terms'));
    const { result, log } = await requestsDuring(world.control, () => issue(machine, 'counted-1'));
    issuedBy(result);
    const onKeys = log.filter(({ api, path }) => api === 'keyvault' && path.startsWith('/keys'));
    const posts = log.filter(({ api, method }) => api === 'acme' && method === 'POST');
    const signed = onKeys.filter(({ path, status }) => path.includes('/sign') && status === 200);
    assert.equal(signed.length, posts.length);
    assert.equal(
      onKeys.filter(({ method, status }) => method === 'GET' && status === 200).length,
      1,
    );
    assert.equal(onKeys.filter(({ status }) => status === 401).length, 1);
  });

  it('gets the next version of its key, which the others follow', async () => {
    const [first, second] = [await world.anotherMachine(), await colleague()];
    const made = answerOf(await create(first, 'rolled', '--agree-terms'));
    answerOf(await create(second, 'rolled'));
    const rolled = answerOf(await account(first, 'rollover'));
    assert.notEqual(rolled.account.vaultKey, made.account.vaultKey);
    const { key, tags } = await keyOf('rolled');
    assert.equal(rolled.account.vaultKey, key.kid);
    assert.equal(tags?.['kvcert-acme-account'], made.account.url);
    assert.equal(tags['kvcert-acme-replaces'], undefined);
    const followed = answerOf(await account(second, 'show'));
    assert.equal(followed.account.url, made.account.url);
    assert.match((await filesOf(second)).join(''), new RegExp(key.kid));
  });

  for (const [moment, hold] of Object.entries(MOMENTS)) {
    it(`is used by all after a kill in an exchange: ${moment}`, async () => {
      const name = `killed-${moment.replaceAll(/\W+/g, '-')}`;
      const [first, second] = [await world.anotherMachine(), await colleague()];
      const made = answerOf(await create(first, name, '--agree-terms'));
      const match = { api: 'acme', path: '^/rollover' };
      const fault = await world.control.fault({ kind: 'hold', match, ...hold });
      const running = startKvcert(first, ['account', 'rollover', '--ca', 'letsencrypt']);
      await world.control.held(fault);
      running.child.kill('SIGKILL');
      await running.ended;
      await world.control.over(fault);
      // Nobody registers the version that waits for its exchange as another account.
      assert.equal(answerOf(await create(second, name)).account.url, made.account.url);
      assert.equal(answerOf(await account(first, 'show')).account.url, made.account.url);
      const rolled = answerOf(await account(first, 'rollover')).account;
      assert.equal(rolled.vaultKey, (await keyOf(name)).key.kid);
      assert.notEqual(rolled.vaultKey, made.account.vaultKey);
      assert.equal(answerOf(await account(second, 'show')).account.url, made.account.url);
    });
  }

  it('says which right is missing', async () => {
    const nobody = { ...world.envOf('auditor') };
    const refused = refusalOf(await create(nobody, 'forbidden'), 1, 'VaultForbidden');
    assert.match(
      JSON.stringify(refused.remedies),
      /Key Vault Crypto Officer|Key Vault Crypto User/,
    );
    const user = await colleague();
    const making = refusalOf(await create(user, 'not-there'), 1, 'VaultForbidden');
    assert.match(making.message, /keys\/create/);
    assert.match(JSON.stringify(making.remedies), /--role 'Key Vault Crypto Officer'/);
  });

  it('says what is wrong with the key', async () => {
    const machine = await world.anotherMachine();
    answerOf(await create(machine, 'spoilt', '--agree-terms'));
    const change = (body: object): Promise<unknown> =>
      caller.ask('PATCH', vaultUrl(VAULT, '/keys/spoilt'), body);
    const problem = async (said: RegExp): Promise<void> => {
      const { message } = refusalOf(await account(machine, 'show'), 1, 'VaultKeyUnusable');
      assert.match(message, said);
    };
    await change({ attributes: { enabled: false } });
    await problem(/is disabled/);
    await change({ attributes: { enabled: true }, key_ops: ['verify'] });
    await problem(/may not be used for signing/);
    await change({ key_ops: ['sign'], tags: { 'kvcert-acme-directory': 'https://other' } });
    answerOf(await account(machine, 'show'));
    const other = await world.anotherMachine();
    const named = refusalOf(await create(other, 'spoilt'), 1, 'VaultKeyUnusable');
    assert.match(named.message, /name another CA/);
    await caller.ask('DELETE', vaultUrl(VAULT, '/keys/spoilt'));
    await problem(/has no key "spoilt", or only a deleted one/);
    const deleted = refusalOf(
      await create(other, 'spoilt', '--agree-terms'),
      1,
      'VaultKeyUnusable',
    );
    assert.match(deleted.message, /belongs to a deleted key/);
    assert.match(JSON.stringify(deleted.remedies), /az keyvault key recover/);
    const name = await create(other, 'no_underscores');
    refusalOf(name, 2, 'InvalidOption');
    refusalOf(await account(other, 'create', '--key-name', 'x'), 2, 'InvalidUsage');
  });

  it('takes the name of no certificate, and other kinds of keys', async () => {
    const machine = await world.anotherMachine();
    const made = await create(machine, 'rsa', '--key-type', 'rsa-2048', '--agree-terms');
    const { url, vaultKey } = answerOf(made).account;
    issuedBy(await issue(machine, 'by-rsa'));
    const taken = refusalOf(await create(machine, 'by-rsa'), 1, 'VaultKeyUnusable');
    assert.match(taken.message, /belongs to the certificate of that name/);
    const rolled = answerOf(await account(machine, 'rollover', '--account', url)).account;
    assert.notEqual(rolled.vaultKey, vaultKey);
    assert.equal((await keyOf('rsa')).key.kty, 'RSA');
    answerOf(await account(machine, 'deactivate', '--yes', '--account', url));
    refusalOf(await account(machine, 'show', '--account', url), 2, 'AccountNotFound');
  });
});

function answerOf(ended: Ended): {
  readonly account: Account;
  readonly created: boolean;
  readonly origin: string;
} {
  assert.equal(ended.code, 0, `${ended.stdout}\n${ended.stderr}`);
  return JSON.parse(ended.stdout) as ReturnType<typeof answerOf>;
}

async function filesOf(env: Environment): Promise<readonly string[]> {
  const folder = join(env['XDG_STATE_HOME'] ?? '', 'kvcert', 'accounts');
  const names = await readdir(folder);
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
}
