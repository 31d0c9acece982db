/** The renewal information (RFC 9773) that Pebble gives, as a test sets it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Ready } from '../../sandbox/ready.ts';

/** @param window - hours from now */
export async function adviseWindow(
  ready: Ready,
  certificatePem: string,
  window: { readonly start: number; readonly end: number },
): Promise<void> {
  const at = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
  const answer = { suggestedWindow: { start: at(window.start), end: at(window.end) } };
  const outgoing = request(`${ready.acme.management}/set-renewal-info/`, {
    method: 'POST',
    ca: readFileSync(ready.env['NODE_EXTRA_CA_CERTS'] ?? ''),
    agent: false,
    headers: { 'User-Agent': 'kvcert-test' },
  });
  outgoing.end(
    JSON.stringify({ Certificate: certificatePem, ARIResponse: JSON.stringify(answer) }),
  );
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  assert.equal(response.statusCode, 200, await text(response));
}
