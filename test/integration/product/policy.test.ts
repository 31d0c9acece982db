/** What the policy of a certificate is, and how it is changed. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { issuedBy, refusalOf } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';

const VAULT = 'contoso-prod';
const TARGET = `${VAULT}/www`;
const JSON_OUTPUT = ['--output', 'json'];

describe('the policy of a certificate', () => {
  let world: ProductWorld;
  let folder: string;
  before(async () => {
    world = await startProductWorld();
    folder = await mkdtemp(join(tmpdir(), 'kvcert-policies-'));
    const args = ['--issuer', 'self', '--dns', 'www.internal', '--tag', 'kvcert=1'];
    issuedBy(await world.run('create', TARGET, ...JSON_OUTPUT, ...args));
  });
  after(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });
  afterEach(() => assertNothingLeft(world));

  const set = (...args: readonly string[]) =>
    world.run('policy', 'set', TARGET, ...JSON_OUTPUT, ...args);
  const stored = async () => (await world.control.certificate(VAULT, 'www')).policy;
  const show = async () => (await world.run('policy', 'show', TARGET, ...JSON_OUTPUT)).stdout;

  it('is shown as JSON that can be given back, and changes nothing then', async () => {
    const text = await show();
    assert.deepEqual(Object.keys(JSON.parse(text) as object), [
      ...['key_props', 'secret_props', 'x509_props', 'lifetime_actions', 'issuer'],
    ]);
    const file = join(folder, 'same.json');
    await writeFile(file, text);
    const { result, log } = await requestsDuring(world.control, () => set('--policy', file));
    assert.equal(result.code, 0, result.stdout);
    assert.deepEqual(changes(log), []);
  });

  it('is shown to people', async () => {
    const { stdout } = await world.run('policy', 'show', TARGET);
    assert.match(stdout, /^Issuer +Self$/m);
    assert.match(stdout, /^Lifetime actions +AutoRenew at 80 %$/m);
  });

  it('changes in what is named, and in nothing else', async () => {
    const before = await stored();
    const args = ['--months', '6', '--notify', '30d', '--email', 'ops@contoso.example', '--yes'];
    const { code, stdout } = await set(...args);
    assert.equal(code, 0, stdout);
    const { policySet } = JSON.parse(stdout) as {
      readonly policySet: { readonly differences: readonly { readonly field: string }[] };
    };
    assert.deepEqual(
      policySet.differences.map(({ field }) => field),
      ['x509_props.validity_months', 'lifetime_actions', 'x509_props.sans.emails'],
    );
    const now = await stored();
    assert.deepEqual(now.lifetime_actions, [
      { trigger: { days_before_expiry: 30 }, action: { action_type: 'EmailContacts' } },
    ]);
    assert.deepEqual(now.x509_props, {
      ...before.x509_props,
      sans: { dns_names: ['www.internal'], emails: ['ops@contoso.example'] },
      validity_months: 6,
    });
    assert.deepEqual(now.key_props, before.key_props);
    const history = await world.run('history', '--failed');
    assert.match(history.stdout, /^Nothing\.$/m);
    assert.match((await world.run('history')).stdout, /given another policy/);
  });

  it('is changed by a file, laid over what there is', async () => {
    const file = join(folder, 'part.json');
    await writeFile(file, '{"key_props":{"kty":"EC","crv":"P-384"}}');
    assert.equal((await set('--policy', file, '--reuse-key', '--yes')).code, 0);
    const { key_props } = await stored();
    assert.deepEqual(
      [key_props.kty, key_props.crv, key_props.key_size, key_props.reuse_key],
      ['EC', 'P-384', 384, true],
    );
  });

  it('is not changed where nobody can be asked, or nothing is said', async () => {
    const { result, log } = await requestsDuring(world.control, () => set('--months', '9'));
    const { message } = refusalOf(result, 2, 'InvalidUsage');
    assert.match(message, /x509_props\.validity_months/);
    refusalOf(await set('--yes'), 2, 'InvalidUsage');
    assert.deepEqual(changes(log), []);
  });

  const wrong: readonly (readonly [string, readonly string[], string])[] = [
    ['renewal by nobody', ['--issuer', 'manual', '--auto-renew', '80%'], 'InvalidPolicy'],
    ['an issuer that is none', ['--issuer', 'Nobody'], 'IssuerNotFound'],
    ['a curve for RSA', ['--key', 'rsa-2048-ec'], 'InvalidKeyType'],
    ['100 %', ['--notify', '100%'], 'InvalidPolicy'],
  ];
  it('is not changed into what cannot be', async () => {
    for (const [what, args, code] of wrong) {
      const { result, log } = await requestsDuring(world.control, () => set(...args, '--yes'));
      refusalOf(result, 2, code);
      assert.deepEqual(changes(log), [], what);
    }
    const missing = await world.run('policy', 'show', `${VAULT}/none`, ...JSON_OUTPUT);
    refusalOf(missing, 2, 'CertificateNotFound');
  });

  it('has nobody renew what becomes manual', async () => {
    assert.equal((await set('--auto-renew', '80%', '--yes')).code, 0);
    assert.equal((await set('--issuer', 'manual', '--yes')).code, 0);
    const { issuer, lifetime_actions } = await stored();
    assert.deepEqual(issuer, { name: 'Unknown' });
    assert.deepEqual(lifetime_actions, [
      { trigger: { lifetime_percentage: 80 }, action: { action_type: 'EmailContacts' } },
    ]);
  });
});
