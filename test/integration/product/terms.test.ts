import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { issuedBy, refusalOf } from './answers.ts';
import {
  assertNothingLeft,
  startProductWorld,
  type Environment,
  type ProductWorld,
} from './product-world.ts';
import { acmeResource, changes, requestsDuring } from './requests.ts';

const PEBBLES_TERMS = 'data:text/plain,Do%20what%20thou%20wilt';

describe('terms and account', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld();
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const create = (env: Environment, name: string, ...more: readonly string[]) =>
    world.runIn(
      env,
      ...['create', `contoso-prod/${name}`, '--dns', `${name}.example.com`, '--key', 'ec-p256'],
      ...['--profile', 'tlsserver', '--output', 'json', ...more],
    );
  const registrations = (log: Parameters<typeof changes>[0]) =>
    log.filter((entry) => acmeResource(entry) === 'sign-me-up').length;
  const accountFiles = async (env: Environment) => {
    const folder = join(env['XDG_STATE_HOME'] ?? '', 'kvcert', 'accounts');
    return (await readdir(folder)).map((file) => join(folder, file));
  };

  it('are not agreed to silently: nothing is touched', async () => {
    const { result, log } = await requestsDuring(world.control, () => create(world.env, 'silent'));
    const { details, remedies } = refusalOf(result, 2, 'TermsNotAgreed');
    assert.deepEqual(details, { ca: "Let's Encrypt", terms: PEBBLES_TERMS });
    assert.match(remedies[0]?.text ?? '', /--agree-terms/);
    assert.deepEqual(changes(log), []);
    assert.deepEqual(await accountFiles(world.env).catch(() => []), []);
  });

  it('are shown when they are agreed to, and remembered with the account', async () => {
    const machine = await world.anotherMachine();
    const first = await requestsDuring(world.control, () =>
      create(machine, 'agreed', '--agree-terms'),
    );
    issuedBy(first.result);
    assert.ok(first.result.stderr.includes(PEBBLES_TERMS), first.result.stderr);
    assert.equal(registrations(first.log), 1);
    const second = await requestsDuring(world.control, () => create(machine, 'remembered'));
    issuedBy(second.result);
    assert.equal(registrations(second.log), 0);
    assert.ok(!second.result.stderr.includes(PEBBLES_TERMS), second.result.stderr);
  });

  it('are asked for by each CA', async () => {
    const machine = await world.anotherMachine();
    issuedBy(await create(machine, 'here', '--agree-terms'));
    const { result, log } = await requestsDuring(world.control, () =>
      create(machine, 'there', '--ca', 'letsencrypt-staging'),
    );
    const { details } = refusalOf(result, 2, 'TermsNotAgreed');
    assert.equal(details['ca'], "Let's Encrypt (staging)");
    assert.deepEqual(changes(log), []);
  });

  it('leave an account key that only its owner can read', async () => {
    const machine = await world.anotherMachine();
    issuedBy(await create(machine, 'mode', '--agree-terms'));
    const files = await accountFiles(machine);
    assert.equal(files.length, 1);
    for (const file of files) {
      assert.equal((await stat(file)).mode & 0o777, 0o600);
      assert.match(await readFile(file, 'utf8'), /BEGIN PRIVATE KEY/);
    }
  });

  it('make one account of two commands that start together', async () => {
    const machine = await world.anotherMachine();
    const { result, log } = await requestsDuring(world.control, () =>
      Promise.all(['both-one', 'both-two'].map((name) => create(machine, name, '--agree-terms'))),
    );
    for (const each of result) issuedBy(each);
    const accounts = new Set(
      log
        .filter((entry) => acmeResource(entry) === 'sign-me-up')
        .map(({ responseHeaders }) => responseHeaders?.['location']),
    );
    assert.equal(accounts.size, 1);
    assert.equal((await accountFiles(machine)).length, 1);
  });

  it('hold for an account that the CA does not know any more: it is registered again', async () => {
    const machine = await world.anotherMachine();
    issuedBy(await create(machine, 'known', '--agree-terms'));
    const other = await startProductWorld();
    try {
      const state = { XDG_STATE_HOME: machine['XDG_STATE_HOME'] ?? '' };
      const { result, log } = await requestsDuring(other.control, () =>
        create({ ...other.env, ...state }, 'unknown'),
      );
      const { version } = issuedBy(result);
      assert.equal(registrations(log), 1);
      const { versions } = await other.control.certificate('contoso-prod', 'unknown');
      assert.equal(versions[0]?.id, version);
      const location = log.find((entry) => acmeResource(entry) === 'sign-me-up')?.responseHeaders?.[
        'location'
      ];
      assert.ok(location && versions[0].tags['kvcert-ca']?.endsWith(` account=${location}`));
      await assertNothingLeft(other);
    } finally {
      await other.close();
    }
  });
});
