/** What a certificate's secret holds, as whoever may read it sees it: key and chain. */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { Ready } from '../../sandbox/ready.ts';
import { azureCaller, vaultUrl } from './azure-caller.ts';

const run = promisify(execFile);

interface Secret {
  readonly contentType: string;
  readonly value: string;
}

/** Read by the principal that may. */
export async function readSecret(ready: Ready, vault: string, name: string): Promise<Secret> {
  const url = vaultUrl(vault, `/secrets/${name}`);
  return (await azureCaller(ready, 'auditor').ask('GET', url)) as Secret;
}

/** The PEM of a root of Pebble, from its management interface: 0 is the one that it takes by default. */
export async function pebbleRoot(ready: Ready, index = 0): Promise<string> {
  const ca = readFileSync(ready.env['NODE_EXTRA_CA_CERTS'] ?? '');
  const headers = { 'User-Agent': 'kvcert-test' };
  return new Promise((resolve, reject) => {
    get(`${ready.acme.management}/roots/${index}`, { ca, headers, agent: false }, (response) => {
      text(response).then(resolve, reject);
    }).on('error', reject);
  });
}

/** The certificates in a PEM text, in their order. */
export function pemCertificates(pem: string): readonly string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * What openssl makes of a PKCS#12 secret: its content as PEM, in the order of the file. Rejects if
 * `openssl verify` does not accept the chain in this order, or the key is not the leaf's.
 */
export async function verifyWithOpenssl(secret: Secret, root: string): Promise<string> {
  assert.equal(secret.contentType, 'application/x-pkcs12');
  const folder = await mkdtemp(join(tmpdir(), 'kvcert-openssl-'));
  const put = async (name: string, content: string | Buffer): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, content, { mode: 0o600 });
    return file;
  };
  const openssl = async (...args: readonly string[]): Promise<string> =>
    (await run('openssl', args)).stdout;
  try {
    const p12 = await put('secret.p12', Buffer.from(secret.value, 'base64'));
    const pem = await openssl('pkcs12', '-in', p12, '-passin', 'pass:', '-nodes');
    const [leaf = '', ...above] = pemCertificates(pem);
    const leafFile = await put('leaf.pem', leaf);
    const rootFile = await put('root.pem', root);
    const aboveFile = await put('above.pem', above.join('\n'));
    const verdict = await openssl(
      ...['verify', '-purpose', 'sslserver', '-CAfile', rootFile],
      ...['-untrusted', aboveFile, leafFile],
    );
    assert.match(verdict, /: OK\s*$/);
    const keyFile = await put('key.pem', pem);
    assert.equal(
      await openssl('pkey', '-in', keyFile, '-pubout'),
      await openssl('x509', '-in', leafFile, '-pubkey', '-noout'),
      'the key is not the leaf’s',
    );
    return pem;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
