/** Killing the product while the sandbox holds one of its requests. */
import assert from 'node:assert/strict';
import type { Client } from './client.ts';
import type { Ended, Running } from './kvcert.ts';
import type { RecordedRequest } from './recorded-requests.ts';

/** What has become of the request that was under way when its client was killed. */
export const MOMENTS = {
  'before it arrives': { when: 'before', afterClientGone: 'discard' },
  'before it is handled': { when: 'before', afterClientGone: 'handle' },
  'after its effect': { when: 'after' },
} as const;

export type Moment = keyof typeof MOMENTS;

/** Starts the command line and resolves when the sandbox holds the request; with the fault's id. */
export async function startAndHold(
  client: Client,
  args: readonly string[],
  request: RecordedRequest,
  hold: object,
): Promise<{ readonly running: Running; readonly fault: string }> {
  const fault = await client.fault({
    kind: 'hold',
    ...hold,
    match: request.match(client.name),
    nth: request.nth,
  });
  const running = client.start(...args);
  await Promise.race([
    client.world.control.held(fault),
    running.ended.then(({ stdout, stderr }) => {
      assert.fail(`kvcert has ended before ${request.title}\n${stdout}\n${stderr}`);
    }),
  ]);
  return { running, fault };
}

/** Kills it there; resolves when the sandbox, too, is through with the request. */
export async function killAt(
  client: Client,
  args: readonly string[],
  request: RecordedRequest,
  moment: Moment,
): Promise<Ended> {
  const { running, fault } = await startAndHold(client, args, request, MOMENTS[moment]);
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
