/**
 * `npm start`, `npm run demo`: the main job on real input. Starts the sandbox, has the built command
 * line issue a certificate for an apex and its wildcard into a vault, and looks at the vault as
 * somebody else. The last line on stdout is the command's own JSON document.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { startSandbox } from '../test/sandbox/start.ts';
import { rootOf } from './demo/pebble-root.ts';
import { secretOf } from './demo/auditor.ts';
import { requireServable } from './demo/served-chain.ts';
import { runKvcert } from './demo/run-kvcert.ts';
import { saveForOpenssl } from './demo/openssl-files.ts';

const root = resolve(import.meta.dirname, '..');
const VAULT = 'contoso-prod';
const NAME = 'example-com';
const NAMES = ['example.com', '*.example.com'];

interface Issued {
  readonly vault: string;
  readonly name: string;
  readonly version: string;
  readonly chain: string;
}

const say = (line: string): void => {
  console.log(line);
};

try {
  await demo();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function demo(): Promise<void> {
  await build();
  say('Starting the sandbox: Azure, its DNS and two Let’s Encrypts (Pebble) on this machine.');
  const sandbox = await startSandbox({ progress: say });
  try {
    const { ready } = sandbox;
    const create = [
      ...['create', `${VAULT}/${NAME}`, ...NAMES.flatMap((name) => ['--dns', name])],
      ...['--profile', 'classic', '--agree-terms'],
    ];
    say(`\n$ kvcert ${create.map((word) => (word.includes('*') ? `'${word}'` : word)).join(' ')}`);
    const document = await runKvcert(ready, [...create, '--output', 'json']);
    const issued = JSON.parse(document) as Issued;

    say('\nWhat the vault holds now:');
    say(`\n$ kvcert list`);
    say(await runKvcert(ready, ['list', '--quiet', '--vault', VAULT]));
    say(`\n$ kvcert show ${VAULT}/${NAME}`);
    say(await runKvcert(ready, ['show', `${VAULT}/${NAME}`, '--quiet']));

    const rootPem = await rootOf(ready);
    const pfx = await secretOf(ready, issued);
    await requireServable(pfx, { root: rootPem, chain: issued.chain, names: NAMES });
    say(
      '\nThe principal "auditor", who may read secrets, has fetched it: a server that uses it is',
    );
    say(
      'trusted for both names by whoever trusts Pebble’s root, and sends the chain that was merged.',
    );

    say('\nLook at it with openssl:');
    for (const command of await saveForOpenssl({ root: rootPem, chain: issued.chain })) {
      say(`  ${command}`);
    }
    say(`\n${document}`);
  } finally {
    await sandbox.close();
  }
}

async function build(): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'esbuild.js')], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error('The command line could not be built.');
}
