import { readFile } from 'node:fs/promises';
import { get } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Ready } from '../../test/sandbox/ready.ts';

/** The root (PEM) of the Pebble that stands for Let's Encrypt, from its management port. */
export async function rootOf(ready: Ready): Promise<string> {
  const ca = await readFile(ready.env['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8');
  return new Promise((resolve, reject) => {
    get(new URL('/roots/0', ready.acme.management), { ca }, (answer) => {
      text(answer).then(resolve, reject);
    }).on('error', reject);
  });
}
