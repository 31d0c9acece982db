import { webcrypto } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PemConverter } from '@peculiar/x509';
import type { Api } from '../api.ts';
import { createAcmeApi } from './acme-api.ts';
import { createHierarchy } from './scripted/issuer.ts';
import { onFreePorts, startServerProcess } from './server-process.ts';

export const STEP_CA_HOST = 'ca.step.test';

export interface StepCaOptions {
  readonly binary: string;
  /** Made by this function. */
  readonly folder: string;
  /** host:port of the resolver view. */
  readonly resolver: string;
  /** Told, with its last output, if it ends before it is closed. */
  readonly onDeath: (report: string) => void;
}

export interface StepCa {
  /** By host name. */
  readonly apis: Readonly<Record<string, Api>>;
  /** PEM of the root that it issues under, and that nobody else knows. */
  readonly root: string;
  readonly close: () => Promise<void>;
}

/** Starts Smallstep's CA with one ACME provisioner, `acme`; resolves when it answers. */
export async function startStepCa(options: StepCaOptions): Promise<StepCa> {
  const { binary, folder, resolver, onDeath } = options;
  await mkdir(folder, { recursive: true });
  const files = await writeHierarchy(folder);
  const { port, close } = await onFreePorts(async ([port]) => {
    const configFile = join(folder, 'ca.json');
    await writeFile(configFile, JSON.stringify(configWith(files, folder, port)));
    const server = await startServerProcess({
      name: 'step-ca',
      binary,
      args: [configFile, resolver],
      env: { HOME: folder, STEPPATH: folder },
      urls: [`https://127.0.0.1:${port}/acme/acme/directory`],
      ca: files.rootPem,
      onDeath,
    });
    return { port, ...server };
  });
  const front = createAcmeApi({ ports: { [STEP_CA_HOST]: port }, ca: files.rootPem });
  return {
    apis: front.apis,
    root: files.rootPem,
    close: async () => {
      front.close();
      await close();
    },
  };
}

interface Files {
  readonly rootPem: string;
  readonly root: string;
  readonly crt: string;
  readonly key: string;
}

async function writeHierarchy(folder: string): Promise<Files> {
  const { root, intermediate, keys } = await createHierarchy('Step', Date.now());
  const rootPem = root.toString('pem');
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  const put = async (name: string, content: string) => {
    const file = join(folder, name);
    await writeFile(file, content, { mode: 0o600 });
    return file;
  };
  return {
    rootPem,
    root: await put('root.pem', rootPem),
    crt: await put('intermediate.pem', intermediate.toString('pem')),
    key: await put('intermediate-key.pem', PemConverter.encode(pkcs8, 'PRIVATE KEY')),
  };
}

/** https://smallstep.com/docs/step-ca/configuration/, with a lifetime as at public CAs. */
function configWith({ root, crt, key }: Files, folder: string, port: number): object {
  const lifetime = '2160h';
  return {
    root,
    crt,
    key,
    address: `127.0.0.1:${port}`,
    dnsNames: ['localhost', '127.0.0.1', STEP_CA_HOST],
    db: { type: 'bbolt', dataSource: join(folder, 'step-ca.db') },
    authority: {
      provisioners: [
        {
          type: 'ACME',
          name: 'acme',
          claims: { defaultTLSCertDuration: lifetime, maxTLSCertDuration: lifetime },
        },
      ],
    },
  };
}
