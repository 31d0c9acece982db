/**
 * `npm start`: VS Code with the packaged extension, in a world that stands on this machine.
 *
 *   npm start                            VS Code in the browser (code-server; Linux)
 *   npm start -- --desktop               VS Code for the desktop: `code` on PATH, else downloaded
 *   npm start -- --ready-file FILE       writes where it is, as JSON, when it is up
 *   npm start -- --no-browser            opens no browser
 *   npm start -- --built                 takes the VSIX as it lies in dist/
 *
 * Stays until Ctrl-C or SIGTERM, or until the desktop's window is closed.
 */
import { rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from '../test/sandbox/start.ts';
import { ensureCodeServer } from './provision/code-server.ts';
import { guide } from './start/guide.ts';
import { openInBrowser, showUrl } from './start/in-browser.ts';
import { openOnDesktop } from './start/on-desktop.ts';
import { BUILD, PACKAGE, runCheck } from './test-run/static-checks.ts';

const root = resolve(import.meta.dirname, '..');
const say = (line: string): void => {
  console.log(line);
};

const stopping = new AbortController();
const stopped = new Promise<void>((resolveStopped) => {
  stopping.signal.addEventListener('abort', () => {
    resolveStopped();
  });
});
process.on('SIGINT', stop).on('SIGTERM', stop);

try {
  await start();
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

async function start(): Promise<void> {
  const { values } = parseArgs({
    options: {
      desktop: { type: 'boolean', default: process.platform !== 'linux' },
      'ready-file': { type: 'string' },
      'no-browser': { type: 'boolean', default: false },
      built: { type: 'boolean', default: false },
    },
  });
  await using started = new AsyncDisposableStack();
  if (!values.built) await build();
  if (!values.desktop) await ensureCodeServer('newest', say);
  stopping.signal.throwIfAborted();

  say('Starting the sandbox: Azure, its DNS and two Let’s Encrypts (Pebble) on this machine ...');
  const sandbox = await startSandbox({ world: 'lived-in', progress: say, signal: stopping.signal });
  started.defer(sandbox.close);
  say('Starting VS Code ...');
  const open = values.desktop ? openOnDesktop : openInBrowser;
  const { place, closed, close } = await open(sandbox.ready);
  started.defer(close);
  stopping.signal.throwIfAborted();

  const readyFile = values['ready-file'];
  if (readyFile !== undefined) {
    started.defer(() => rm(readyFile, { force: true }));
    await writeAtomically(readyFile, { place, sandbox: sandbox.ready });
  }
  say(guide(place, sandbox.ready));
  if (!values.desktop && !values['no-browser'] && showUrl(place)) say('Your browser shows it.');
  await Promise.race([stopped, closed]);
  say('Ending ...');
}

async function build(): Promise<void> {
  say('Building and packaging the extension ...');
  for (const step of [BUILD, PACKAGE]) {
    const { ok, output } = await runCheck(step, root);
    if (!ok) throw new Error(output);
  }
}

function stop(): void {
  stopping.abort(new Error('Stopped while starting.'));
}

/** Whoever waits for the file finds it whole or not at all. It holds client secrets. */
async function writeAtomically(file: string, content: object): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}
