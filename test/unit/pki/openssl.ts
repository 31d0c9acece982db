/** Certificates that OpenSSL makes: another hand's encoding of what the library may never write. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export async function hasOpenssl(): Promise<boolean> {
  return run('openssl', ['version']).then(
    () => true,
    () => false,
  );
}

interface Wanted {
  /** Arguments of `openssl req` for the key, e.g. `-newkey ed25519`. */
  readonly key: readonly string[];
  /** Lines of the section `dn`. */
  readonly subject: readonly string[];
  /** Lines of the section `extensions`, and further sections. */
  readonly extensions?: readonly string[];
}

/** A self-signed certificate, DER; its key is thrown away. */
export async function opensslCertificate(wanted: Wanted): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'kvcert-openssl-'));
  try {
    const config = [
      '[req]',
      'prompt = no',
      'utf8 = yes',
      'string_mask = utf8only',
      'distinguished_name = dn',
      'x509_extensions = extensions',
      '[dn]',
      ...wanted.subject,
      '[extensions]',
      ...(wanted.extensions ?? []),
    ];
    await writeFile(join(folder, 'openssl.cnf'), config.join('\n'));
    const args = ['req', '-x509', '-nodes', '-config', 'openssl.cnf', '-days', '90', ...wanted.key];
    const out = ['-keyout', 'key.pem', '-outform', 'DER', '-out', 'cert.der'];
    await run('openssl', [...args, ...out], { cwd: folder, timeout: 60_000 });
    return new Uint8Array(await readFile(join(folder, 'cert.der')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What `openssl x509` says of a certificate. */
export async function opensslSays(der: Uint8Array, ...args: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kvcert-openssl-'));
  try {
    await writeFile(join(folder, 'cert.der'), der);
    const { stdout } = await run(
      'openssl',
      ['x509', '-inform', 'DER', '-in', 'cert.der', '-noout', ...args],
      { cwd: folder },
    );
    return stdout.trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
