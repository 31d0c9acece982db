/** Killing the product while the sandbox holds one of its requests. */
import assert from 'node:assert/strict';
import type { Client, Disturbance } from './client.ts';
import type { Ended, Running } from './kvcert.ts';

/** What has become of the request that was under way when its client was killed. */
export const MOMENTS = {
  'before it arrives': { when: 'before', afterClientGone: 'discard' },
  'before it is handled': { when: 'before', afterClientGone: 'handle' },
  'after its effect': { when: 'after' },
} as const;

export type Moment = keyof typeof MOMENTS;

/** Which request is held, and when; see parse-fault.ts in the sandbox. */
export type Hold = Omit<Disturbance, 'kind'>;

/** Starts the command line and resolves when the sandbox holds the request; with the fault's id. */
export async function startHeld(
  client: Client,
  args: readonly string[],
  hold: Hold,
): Promise<{ readonly running: Running; readonly fault: string }> {
  const fault = await client.fault({ kind: 'hold', ...hold });
  const running = client.start(...args);
  await Promise.race([
    client.world.control.held(fault),
    running.ended.then(({ stdout, stderr }) => {
      assert.fail(`kvcert has ended before ${JSON.stringify(hold)}\n${stdout}\n${stderr}`);
    }),
  ]);
  return { running, fault };
}

/** Like startHeld, but requests are counted only from the answer to `since` on. */
export async function startHeldSince(
  client: Client,
  args: readonly string[],
  since: Hold,
  hold: Hold,
): Promise<{ readonly running: Running; readonly fault: string }> {
  const earlier = await startHeld(client, args, { ...since, when: 'after' });
  const fault = await client.fault({ kind: 'hold', ...hold });
  await client.world.control.release(earlier.fault);
  await Promise.race([
    client.world.control.held(fault),
    earlier.running.ended.then(({ stdout, stderr }) => {
      assert.fail(`kvcert has ended before ${JSON.stringify(hold)}\n${stdout}\n${stderr}`);
    }),
  ]);
  return { running: earlier.running, fault };
}

/** Kills it there; resolves when the sandbox, too, is through with the request. */
export async function killAt(
  client: Client,
  args: readonly string[],
  hold: Hold,
  since?: Hold,
): Promise<Ended> {
  const { running, fault } = await (since === undefined
    ? startHeld(client, args, hold)
    : startHeldSince(client, args, since, hold));
  running.child.kill('SIGKILL');
  const ended = await running.ended;
  assert.equal(ended.code, null);
  await client.world.control.over(fault);
  return ended;
}

/** What `operations resume` and `operations undo` answer. */
export interface EndedOperation {
  readonly id: string;
  readonly ended: 'issued' | 'undone' | 'failed';
  readonly certificate?: { readonly version: string; readonly thumbprint: string };
}

export async function endAll(
  client: Client,
  how: 'resume' | 'undo',
): Promise<readonly EndedOperation[]> {
  const { code, stdout, stderr } = await client.run(
    ...['operations', how, '--all', '--agree-terms', '--output', 'json'],
  );
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  return (JSON.parse(stdout) as { operations: readonly EndedOperation[] }).operations;
}
