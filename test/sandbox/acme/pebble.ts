import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertificateAuthority } from '../tls/certificate-authority.ts';
import { createPebbleConfig } from './pebble-config.ts';
import { onFreePorts, startServerProcess } from './server-process.ts';

export interface PebbleOptions {
  readonly binary: string;
  /** Made by this function, for configuration, certificate and key. */
  readonly folder: string;
  readonly authority: CertificateAuthority;
  /** host:port of the resolver view. */
  readonly resolver: string;
  /** Overrides of Pebble's switches, `PEBBLE_…`. */
  readonly env: Readonly<Record<string, string>>;
  /** HMAC keys (base64url) by kid; where there are any, accounts have to be bound to one. */
  readonly externalAccounts?: Readonly<Record<string, string>>;
  /** Told, with Pebble's last output, if it ends before it is closed. */
  readonly onDeath: (report: string) => void;
}

export interface Pebble {
  readonly port: number;
  /** Base URL of the management interface. */
  readonly management: string;
  readonly close: () => Promise<void>;
}

/**
 * Quick and repeatable: no random waits, no random nonce rejection (Pebble's default is 5 %), no
 * authorization reuse (default 50 %). One alternate root, so that there is a chain to choose.
 */
const SWITCHES = {
  PEBBLE_VA_NOSLEEP: '1',
  PEBBLE_WFE_NONCEREJECT: '0',
  PEBBLE_AUTHZREUSE: '0',
  PEBBLE_ALTERNATE_ROOTS: '1',
  PEBBLE_CHAIN_LENGTH: '1',
};

/** Starts Pebble; resolves when both of its interfaces answer. */
export function startPebble(options: PebbleOptions): Promise<Pebble> {
  return onFreePorts(async ([port, managementPort]) => {
    const config = await writeConfig(options, port, managementPort);
    const management = `https://127.0.0.1:${managementPort}`;
    const { close } = await startServerProcess({
      name: 'Pebble',
      binary: options.binary,
      args: ['-config', config, '-strict', '-dnsserver', options.resolver],
      env: { ...SWITCHES, ...options.env },
      urls: [`https://127.0.0.1:${port}/dir`, `${management}/roots/0`],
      ca: options.authority.certificatePem,
      onDeath: options.onDeath,
    });
    return { port, management, close };
  });
}

async function writeConfig(
  options: PebbleOptions,
  port: number,
  managementPort: number,
): Promise<string> {
  await mkdir(options.folder, { recursive: true });
  const file = (name: string) => join(options.folder, name);
  const certificateFile = file('cert.pem');
  const privateKeyFile = file('key.pem');
  const certificate = await options.authority.issue(['localhost', '127.0.0.1']);
  const { externalAccounts } = options;
  const files = { certificateFile, privateKeyFile };
  const config = createPebbleConfig({ port, managementPort, ...files, externalAccounts });
  await writeFile(certificateFile, certificate.certificatePem);
  await writeFile(privateKeyFile, certificate.privateKeyPem, { mode: 0o600 });
  await writeFile(file('config.json'), JSON.stringify(config));
  return file('config.json');
}
