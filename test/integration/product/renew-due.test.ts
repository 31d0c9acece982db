import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { World } from '../../sandbox/world.ts';
import { adviseWindow } from './advised-window.ts';
import { issuedBy, refusalOf, type Refusal } from './answers.ts';
import { azureCaller, vaultUrl } from './azure-caller.ts';
import type { Ended } from './kvcert.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { changes, requestsDuring } from './requests.ts';
import { seededCertificate } from './seeded.ts';

const VAULT = 'contoso-prod';
const OTHER = 'contoso-dev';
const ACME = { 'kvcert-ca': 'letsencrypt profile=classic' };

/** A row of the array that `kvcert renew` prints. */
interface Row {
  readonly id: string;
  readonly name: string;
  readonly vault: string;
  readonly ca: string | null;
  readonly decision: { readonly kind: string; readonly reason: string; readonly text?: string };
  readonly outcome: string;
  readonly before: { readonly issued: string; readonly expires: string } | null;
  readonly after: {
    readonly issued: string;
    readonly expires: string;
    readonly version: string;
  } | null;
  readonly errorCode: string | null;
  readonly error?: Refusal;
  readonly nextAttempt: string | null;
}

const late = { from: -70, to: 20 };
const young = { from: -10, to: 80 };
const [due, alsoDue, wrong, fresh, hand, bot] = await Promise.all([
  seededCertificate('due', late, ACME, 'due.example.com'),
  seededCertificate('also-due', late, { ...ACME, team: 'web' }, 'also.example.com'),
  seededCertificate('wrong', late, ACME, 'www.nobody.example'),
  seededCertificate('fresh', young, ACME, 'fresh.example.com'),
  seededCertificate('hand', late, {}, 'hand.example.com'),
  seededCertificate('bot', late, { Issuer: 'Acmebot', Endpoint: 'acme-v02.api.letsencrypt.org' }),
]);

describe('renewing what is due', () => {
  let world: ProductWorld;
  before(async () => {
    world = await startProductWorld({ world: withCertificates });
  });
  after(() => world.close());
  afterEach(() => assertNothingLeft(world));

  const run = (...args: readonly string[]) => world.run('renew', '--output', 'json', ...args);
  const renewDue = (...args: readonly string[]) => run('--due', '--agree-terms', ...args);

  it('answers with an empty list where nothing is due', async () => {
    const ended = await renewDue('--vault', OTHER);
    assert.deepEqual([ended.code, ended.stdout], [0, '[]\n']);
    const table = await world.run('renew', '--due', '--vault', OTHER);
    assert.deepEqual([table.code, table.stdout], [0, 'Nothing is due.\n']);
  });

  it('says what it would do, and does nothing', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      renewDue('--vault', VAULT, '--dry-run', '--all'),
    );
    assert.deepEqual(inShort(result, 0), [
      ['also-due', 'now', 'share', 'skipped'],
      ['bot', 'never', 'other-tool', 'skipped'],
      ['due', 'now', 'share', 'skipped'],
      ['fresh', 'later', 'share', 'skipped'],
      ['hand', 'never', 'manual', 'skipped'],
      ['wrong', 'now', 'share', 'skipped'],
    ]);
    assert.deepEqual(changes(log), []);
    const onlyDue = await renewDue('--vault', VAULT, '--dry-run');
    assert.deepEqual(
      rowsOf(onlyDue, 0).map(({ name }) => name),
      ['also-due', 'due', 'wrong'],
    );
    const [row] = rowsOf(onlyDue, 0);
    assert.equal(row?.id, 'https://contoso-prod.vault.azure.net/certificates/also-due');
    assert.equal(row.decision.text, 'Two thirds of its lifetime were over 10 days ago.');
  });

  it('renews what can be renewed, and says what could not and when it tries again', async () => {
    const begun = Date.now();
    const ended = await renewDue('--vault', VAULT, '--vault', OTHER);
    assert.deepEqual(inShort(ended, 3), [
      ['also-due', 'now', 'share', 'renewed'],
      ['due', 'now', 'share', 'renewed'],
      ['wrong', 'now', 'share', 'failed'],
    ]);
    const [renewed, , failed] = rowsOf(ended, 3);
    assert.ok(renewed?.before && renewed.after);
    assert.ok(Date.parse(renewed.after.expires) > Date.parse(renewed.before.expires));
    const stored = await world.control.certificate(VAULT, 'also-due');
    const newest = stored.versions.at(-1);
    assert.equal(newest?.id, renewed.after.version);
    assert.equal(newest.tags['team'], 'web');
    assert.equal(failed?.errorCode, 'ZoneNotFound');
    assert.match(failed.error?.message ?? '', /www\.nobody\.example/);
    const next = Date.parse(failed.nextAttempt ?? '') - begun;
    assert.ok(next >= 59_000 && next < 5 * 60_000, failed.nextAttempt ?? '');
    const { versions } = await world.control.certificate(VAULT, 'wrong');
    assert.match(
      versions[0]?.tags['kvcert-attempts'] ?? '',
      /^failed=1 last=\d+ code=ZoneNotFound$/,
    );
  });

  it('does not come back before its time, and not to what it has renewed', async () => {
    const ended = await renewDue('--vault', VAULT);
    assert.deepEqual(inShort(ended, 0), [['wrong', 'later', 'failed-before', 'skipped']]);
    const [row] = rowsOf(ended, 0);
    assert.ok(Date.parse(row?.nextAttempt ?? '') > Date.now());
  });

  it('comes back when its time has come, and counts on', async () => {
    const stranger = azureCaller(world.ready, 'stranger');
    const last = Math.floor(Date.now() / 1000) - 3600;
    await stranger.ask('PATCH', vaultUrl(VAULT, '/certificates/wrong'), {
      tags: { ...ACME, 'kvcert-attempts': `failed=2 last=${last} code=HostTimeout` },
    });
    const ended = await renewDue('--vault', VAULT);
    assert.deepEqual(inShort(ended, 1), [['wrong', 'now', 'share', 'failed']]);
    const { versions } = await world.control.certificate(VAULT, 'wrong');
    assert.match(versions[0]?.tags['kvcert-attempts'] ?? '', /^failed=3 /);
  });

  it('takes what expires within some days', async () => {
    const ended = await renewDue('--vault', VAULT, '--within', '85', '--dry-run');
    assert.deepEqual(inShort(ended, 0), [
      ['fresh', 'now', 'within', 'skipped'],
      ['wrong', 'later', 'failed-before', 'skipped'],
    ]);
  });

  it('goes by the CA’s window, and tells the CA what it replaces', async () => {
    const { chain } = issuedBy(
      await world.run(
        ...['create', `${OTHER}/ari`, '--dns', 'ari.dev.example.org', '--key', 'ec-p256'],
        ...['--profile', 'classic', '--output', 'json'],
      ),
    );
    await adviseWindow(world.ready, chain, { start: -2, end: -1 });
    const { result, log } = await requestsDuring(world.control, () => renewDue('--vault', OTHER));
    assert.deepEqual(inShort(result, 0), [['ari', 'now', 'window', 'renewed']]);
    const [row] = rowsOf(result, 0);
    assert.equal(row?.decision.text, "The CA's renewal window opened 2 hours ago.");
    const orders = log.filter(({ path }) => path.endsWith('/order-plz'));
    assert.equal(orders.length, 1);
    const { payload } = orders[0]?.requestBody as { readonly payload: { replaces?: string } };
    assert.match(payload.replaces ?? '', /^[\w-]+\.[\w-]+$/);
    assert.deepEqual(rowsOf(await renewDue('--vault', OTHER), 0), []);
  });

  it('says what could not be looked at', async () => {
    const ended = await renewDue('--dry-run');
    assert.deepEqual(inShort(ended, 3), [['wrong', 'later', 'failed-before', 'skipped']]);
    assert.match(ended.stderr, /fabrikam-locked/);
  });

  it('takes the vaults of subscriptions, and refuses those that it does not see', async () => {
    const one = await renewDue('--dry-run', '--all', '--subscription', 'contoso development');
    assert.deepEqual(new Set(rowsOf(one, 3).map(({ vault }) => vault)), new Set([OTHER]));
    const none = await renewDue('--subscription', 'Nowhere');
    const { message } = refusalOf(none, 2, 'SubscriptionNotFound');
    assert.match(message, /"Nowhere"/);
  });

  it('renews several that are named, due or not', async () => {
    const ended = await run(`${VAULT}/fresh`, `${VAULT}/nothing`, `${VAULT}/fresh`);
    assert.deepEqual(inShort(ended, 3), [
      ['fresh', 'now', 'asked-for', 'renewed'],
      ['nothing', 'now', 'asked-for', 'failed'],
    ]);
    const [, missing] = rowsOf(ended, 3);
    assert.equal(missing?.errorCode, 'CertificateNotFound');
    assert.equal(missing.nextAttempt, null);
  });

  const wrongUsages: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['nothing', [], /Name a certificate as VAULT\/NAME/],
    ['names and --due', ['--due', `${VAULT}/due`], /choose one of them/],
    ['--within without --due', [`${VAULT}/due`, '--within', '9'], /belong to --due/],
    ['--all without --dry-run', ['--due', '--all'], /needs --dry-run/],
    [
      '--dns for several',
      [`${VAULT}/a`, `${VAULT}/b`, '--dns', 'a.example.com'],
      /one certificate/,
    ],
    ['a key for what is due', ['--due', '--key', 'ec-p256'], /name a certificate/],
  ];
  for (const [what, args, says] of wrongUsages) {
    it(`refuses ${what}`, async () => {
      assert.match(refusalOf(await run(...args), 2, 'InvalidUsage').message, says);
    });
  }
});

function rowsOf({ code, stdout, stderr }: Ended, expected: number): readonly Row[] {
  assert.equal(code, expected, `${stdout}\n${stderr}`);
  return JSON.parse(stdout) as readonly Row[];
}

function inShort(ended: Ended, expected: number): readonly (readonly string[])[] {
  return rowsOf(ended, expected).map(({ name, decision, outcome }) => {
    return [name, decision.kind, decision.reason, outcome];
  });
}

function withCertificates(world: World): World {
  return {
    ...world,
    vaults: world.vaults.map((vault) =>
      vault.name === VAULT
        ? { ...vault, certificates: [due, alsoDue, wrong, fresh, hand, bot] }
        : vault,
    ),
  };
}
