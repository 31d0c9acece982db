/**
 * SIGKILL at every request of an issuance, reads and tokens included, and what the next start makes
 * of it. The requests are those of a recorded run: a new one is covered by itself. The last test
 * prints a table with a row for each of them.
 */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { CertificateSnapshot } from '../../sandbox/keyvault/vault-snapshot.ts';
import type { LogEntry } from '../../sandbox/log/request-log.ts';
import {
  addStrangersValue,
  assertClientLeftNothing,
  clientOf,
  createArgs,
  renewArgs,
  type Client,
} from './client.ts';
import { endAll, killAt, MOMENTS } from './interruption.ts';
import { KillTable, type Trial } from './kill-table.ts';
import { startProductWorld } from './product-world.ts';
import {
  hadEffect,
  isChange,
  isFinalize,
  isReadOfCa,
  recordedRequests,
  type RecordedRequest,
} from './recorded-requests.ts';

/** Processes at the same time; each waits for most of its life. */
const SIDE_BY_SIDE = 6;

const FINALIZE = { match: { api: 'acme', path: '^/finalize-order/' } };
const NEXT = ['resume', 'undo', 'again'] as const;
const EARLY = ['before it arrives', 'before it is handled'] as const;

const world = await startProductWorld();
after(() => world.close());

/** A command that issues. */
interface Subject {
  readonly command: 'create' | 'renew';
  readonly args: (client: Client) => readonly string[];
  /** Before the first trial of a client. */
  readonly prepare: (client: Client) => Promise<void>;
  /** One certificate can be renewed again and again, but created once. */
  readonly oneClient: boolean;
  /** Somebody else's value stands in the challenge record all the time. */
  readonly stranger: boolean;
}

const SUBJECTS: readonly Subject[] = [
  {
    command: 'create',
    args: createArgs,
    prepare: () => Promise.resolve(),
    oneClient: false,
    stranger: false,
  },
  {
    command: 'renew',
    args: renewArgs,
    prepare: async (client) => {
      await succeed(client, createArgs(client));
      await addStrangersValue(client);
    },
    oneClient: true,
    stranger: true,
  },
];

/** A request at which the product is killed. */
interface Target extends RecordedRequest {
  readonly changes: boolean;
  /** Counted from the answer to finalize on: how often the CA is asked before is a matter of luck. */
  readonly afterFinalize: boolean;
}

const table = new KillTable();

// All suites are there before the first one ends: the world goes with the last.
const runs = await Promise.all(
  SUBJECTS.map(async (subject) => ({ subject, targets: await record(subject) })),
);
for (const { subject, targets } of runs) {
  describe(`a killed ${subject.command}`, { concurrency: SIDE_BY_SIDE }, () => {
    for (const [index, target] of targets.entries()) {
      describe(target.title, { concurrency: 1 }, () => {
        const name = `${subject.command}-${String(index)}`;
        before(() => subject.prepare(clientOf(world, name)));
        for (const [turn, trial] of trialsOf(target, index).entries()) {
          it(`${trial.moment}: ${trial.next}`, async () => {
            const own = subject.oneClient ? name : `${name}-${String(turn)}`;
            const issued = await tryKill(subject, clientOf(world, own), target, trial);
            table.add(`${subject.command} ${index + 1}`, target.title, trial, issued);
          });
        }
      });
    }
  });
}

describe('what became of every request', () => {
  it('is a row for each one', (test) => {
    const expected = runs.reduce((sum, { targets }) => sum + targets.length, 0);
    test.diagnostic(`killed at every request\n${table.print()}`);
    assert.equal(table.rows, expected);
  });
});

/**
 * Every request before and after its effect. What changes something is taken up and ended in another
 * way as well: before its effect it was lost, or is handled when nobody waits for it any more.
 */
function trialsOf({ changes }: Target, index: number): readonly Trial[] {
  if (!changes) {
    return [
      { moment: 'before it arrives', next: NEXT[index % 3] ?? 'resume' },
      { moment: 'after its effect', next: NEXT[(index + 1) % 3] ?? 'resume' },
    ];
  }
  const isEven = index % 2 === 0;
  const [one, other] = isEven ? EARLY : ([EARLY[1], EARLY[0]] as const);
  return [
    { moment: one, next: 'resume' },
    { moment: other, next: isEven ? 'undo' : 'again' },
    { moment: 'after its effect', next: 'resume' },
    { moment: 'after its effect', next: isEven ? 'again' : 'undo' },
  ];
}

async function record(subject: Subject): Promise<readonly Target[]> {
  const client = clientOf(world, `${subject.command}-recorded`);
  await subject.prepare(client);
  await forgetAccount(client);
  const before = (await client.log()).length;
  await succeed(client, subject.args(client));
  const log = (await client.log()).slice(before);
  const finalized = log.findIndex(isFinalize);
  assert.ok(finalized > 0, 'the recorded run has finalized an order');
  const isLate = (entry: LogEntry): boolean => isReadOfCa(entry) && log.indexOf(entry) > finalized;
  const targetsOf = (entries: readonly LogEntry[], afterFinalize: boolean): readonly Target[] =>
    recordedRequests(entries, client.name).map((request, index) => ({
      ...request,
      changes: entries.some((entry, at) => at === index && isChange(entry)),
      afterFinalize,
    }));
  const early = log.filter((entry) => !isLate(entry));
  return [
    ...targetsOf(withoutRepetitions(early), false),
    ...targetsOf(withoutRepetitions(log.filter(isLate)), true),
  ];
}

/** A look that comes again until the CA has decided is the same request. */
function withoutRepetitions(log: readonly LogEntry[]): readonly LogEntry[] {
  return log.filter(
    (entry, index) =>
      !isReadOfCa(entry) || log.findIndex(({ path }) => path === entry.path) === index,
  );
}

/** Every run registers: Pebble reuses the valid authorizations of an account now and then. */
async function forgetAccount({ stateFolder }: Client): Promise<void> {
  await rm(join(stateFolder, 'accounts'), { recursive: true, force: true });
}

/** True if a certificate came of it; everything else is asserted here. */
async function tryKill(
  subject: Subject,
  client: Client,
  target: Target,
  { moment, next }: Trial,
): Promise<boolean> {
  await forgetAccount(client);
  const before = await client.certificate();
  const earlier = (await client.log()).length;
  const hold = { match: target.match(client.name), nth: target.nth, ...MOMENTS[moment] };
  const since = target.afterFinalize ? FINALIZE : undefined;
  await killAt(client, subject.args(client), hold, since);
  const killed = (await client.log()).slice(earlier);
  const wasIssued = killed.some((entry) => isFinalize(entry) && hadEffect(entry));

  const issued = await takeUp(subject, client, next);

  await assertClientLeftNothing(client, subject);
  const whole = (await client.log()).slice(earlier);
  const finalized = whole.filter((entry) => isFinalize(entry) && hadEffect(entry));
  assert.equal(finalized.length, issued ? 1 : 0, 'orders that were finalized');
  if (wasIssued) assert.ok(issued, 'what the CA has issued must reach the vault');
  if (next === 'again') assert.ok(issued);
  const now = await client.certificate();
  if (issued) assertUsable(now, before);
  else assert.deepEqual(lasting(now), lasting(before));
  return issued;
}

/** True if a certificate came of it. */
async function takeUp(subject: Subject, client: Client, next: Trial['next']): Promise<boolean> {
  if (next === 'again') {
    await succeed(client, subject.args(client));
    return true;
  }
  const [operation, ...more] = await endAll(client, next);
  assert.deepEqual(more, []);
  if (operation === undefined) return false;
  if (next === 'resume') assert.equal(operation.ended, 'issued');
  return operation.ended === 'issued';
}

async function succeed(client: Client, args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await client.run(...args);
  assert.equal(code, 0, `${stdout}\n${stderr}`);
}

/** One version more than before, enabled and with the tags of a renewal. */
function assertUsable(
  now: CertificateSnapshot | undefined,
  before: CertificateSnapshot | undefined,
): void {
  const { versions = [] } = now ?? {};
  assert.equal(versions.length, (before?.versions.length ?? 0) + 1);
  const newest = versions.at(-1);
  assert.equal(newest?.enabled, true);
  assert.deepEqual(Object.keys(newest.tags), ['kvcert-ca']);
  assert.deepEqual(now?.policy.x509_props.ekus, ['1.3.6.1.5.5.7.3.1']);
}

/** What an undone issuance must not have changed. An empty entry is no certificate. */
function lasting(certificate: CertificateSnapshot | undefined): object {
  if (certificate === undefined || certificate.versions.length === 0) return {};
  const { versions, policy } = certificate;
  return { versions, policy: { ...policy, attributes: undefined } };
}
