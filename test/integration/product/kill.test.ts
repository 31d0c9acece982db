/**
 * SIGKILL at every request with which an issuance changes something, and what the next start makes
 * of it. The requests are those of a recorded run: a new one is covered by itself.
 */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { CertificateSnapshot } from '../../sandbox/keyvault/vault-snapshot.ts';
import {
  addStrangersValue,
  assertClientLeftNothing,
  clientOf,
  createArgs,
  renewArgs,
  type Client,
} from './client.ts';
import { endAll, killAt, MOMENTS, type Moment } from './interruption.ts';
import { startProductWorld } from './product-world.ts';
import {
  hadEffect,
  isChange,
  isFinalize,
  recordedRequests,
  type RecordedRequest,
} from './recorded-requests.ts';

/** Processes at the same time; each waits for most of its life. */
const SIDE_BY_SIDE = 6;

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

// All suites are there before the first one ends: the world goes with the last.
const runs = await Promise.all(
  SUBJECTS.map(async (subject) => ({ subject, recorded: await record(subject) })),
);
for (const { subject, recorded } of runs) {
  describe(`a killed ${subject.command}`, { concurrency: SIDE_BY_SIDE }, () => {
    for (const [index, request] of recorded.entries()) {
      describe(request.title, { concurrency: 1 }, () => {
        const name = `${subject.command}-${String(index)}`;
        before(() => subject.prepare(clientOf(world, name)));
        for (const [turn, trial] of trialsOf(index).entries()) {
          it(`${trial.moment}: ${trial.next}`, async () => {
            const own = subject.oneClient ? name : `${name}-${String(turn)}`;
            await tryKill(subject, clientOf(world, own), request, trial);
          });
        }
      });
    }
  });
}

interface Trial {
  readonly moment: Moment;
  readonly next: 'resume' | 'undo' | 'again';
}

/**
 * Every request before and after its effect, each taken up and ended in another way as well. What
 * has not come to an effect was lost, or is handled when nobody waits for it any more.
 */
function trialsOf(index: number): readonly Trial[] {
  const isEven = index % 2 === 0;

  const [one, other] = isEven ? EARLY : ([EARLY[1], EARLY[0]] as const);
  return [
    { moment: one, next: 'resume' },
    { moment: other, next: isEven ? 'undo' : 'again' },
    { moment: 'after its effect', next: 'resume' },
    { moment: 'after its effect', next: isEven ? 'again' : 'undo' },
  ];
}

async function record(subject: Subject): Promise<readonly RecordedRequest[]> {
  const client = clientOf(world, `${subject.command}-recorded`);
  await subject.prepare(client);
  await forgetAccount(client);
  const before = (await client.log()).length;
  await succeed(client, subject.args(client));
  const changes = (await client.log()).slice(before).filter(isChange);
  assert.ok(changes.some(isFinalize), 'the recorded run has finalized an order');
  return recordedRequests(changes, client.name);
}

/** Every run registers: Pebble reuses the valid authorizations of an account now and then. */
async function forgetAccount({ stateFolder }: Client): Promise<void> {
  await rm(join(stateFolder, 'accounts'), { recursive: true, force: true });
}

async function tryKill(
  subject: Subject,
  client: Client,
  request: RecordedRequest,
  { moment, next }: Trial,
): Promise<void> {
  await forgetAccount(client);
  const before = await client.certificate();
  const earlier = (await client.log()).length;
  const match = request.match(client.name);
  await killAt(client, subject.args(client), { match, nth: request.nth, ...MOMENTS[moment] });
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
