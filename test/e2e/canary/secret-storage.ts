/**
 * What extensions have put into `SecretStorage`. In a VS Code in the browser that is the entry
 * `secrets.provider` of localStorage: base64 of a key half, an initialization vector and what was
 * sealed with AES-256-GCM. The other half of the key is the server's.
 */
import { createDecipheriv } from 'node:crypto';
import type { Page } from 'playwright-core';

const ENTRY = 'secrets.provider';
const KEY_BYTES = 32;
const VECTOR_BYTES = 12;
const TAG_BYTES = 16;

/** The values by their keys, of one extension. */
export async function secretsOf(page: Page, extension: string): Promise<Map<string, string>> {
  const sealed = await page.evaluate<string | null>(`localStorage.getItem('${ENTRY}')`);
  if (sealed === null) return new Map();
  const answer = await page.request.post(new URL('/mint-key', page.url()).href);
  const all = JSON.parse(unseal(sealed, await answer.body())) as Readonly<Record<string, string>>;
  const secrets = new Map<string, string>();
  for (const [place, value] of Object.entries(all)) {
    // (What VS Code itself keeps there has no JSON for a key.)
    const where = /^(?:secret:\/\/)?(\{.*\})$/.exec(place)?.[1];
    if (where === undefined) continue;
    const { extensionId, key } = JSON.parse(where) as Record<'extensionId' | 'key', string>;
    if (extensionId === extension) secrets.set(key, value);
  }
  return secrets;
}

function unseal(sealed: string, serverHalf: Buffer): string {
  const bytes = Buffer.from(sealed, 'base64');
  const key = Buffer.alloc(KEY_BYTES);
  for (let at = 0; at < KEY_BYTES; at++) key[at] = (bytes[at] ?? 0) ^ (serverHalf[at] ?? 0);
  const vector = bytes.subarray(KEY_BYTES, KEY_BYTES + VECTOR_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, vector);
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const content = bytes.subarray(KEY_BYTES + VECTOR_BYTES, -TAG_BYTES);
  return Buffer.concat([decipher.update(content), decipher.final()]).toString('utf8');
}
