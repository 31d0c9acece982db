/** `npm start`, with the VSIX that is there. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ensureChromium } from '../../scripts/provision/chromium.ts';
import { openBrowser } from '../host/browser.ts';
import { showContainer, view } from '../host/page/views.ts';
import { until } from '../host/until.ts';
import type { Ready } from '../sandbox/ready.ts';

const root = resolve(import.meta.dirname, '../..');
const READY_LIMIT_MS = 60_000;

interface Started {
  readonly ready: { readonly place: string; readonly sandbox: Ready };
  /** Ends it as Ctrl-C does; gives the exit code. */
  readonly end: () => Promise<unknown>;
}

describe('npm start', () => {
  let folder: string;
  /** All temporary files of the command. */
  let temporary: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kv-'));
    temporary = join(folder, 'tmp');
    await mkdir(temporary);
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function start(options: readonly string[], path = ''): Promise<Started> {
    const readyFile = join(folder, 'ready.json');
    const child = spawn(
      process.execPath,
      ['scripts/start.ts', '--built', '--no-browser', '--ready-file', readyFile, ...options],
      {
        cwd: root,
        env: {
          ...process.env,
          TMPDIR: temporary,
          PATH: [path, process.env['PATH']].filter((part) => part !== '').join(delimiter),
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const exited = once(child, 'exit');
    const isOver = () => existsSync(readyFile) || child.exitCode !== null;
    await until(isOver, READY_LIMIT_MS);
    if (!existsSync(readyFile)) {
      child.kill('SIGKILL');
      assert.fail(`npm start did not get ready:\n${said}`);
    }
    return {
      ready: JSON.parse(await readFile(readyFile, 'utf8')) as Started['ready'],
      end: async () => {
        child.kill('SIGINT');
        const [code] = (await exited) as [number | null];
        return code;
      },
    };
  }

  it('serves VS Code with the extension, and leaves nothing behind', async () => {
    const { ready, end } = await start([]);
    const browser = await openBrowser({ chromium: await ensureChromium(() => undefined) });
    try {
      const page = await browser.context.newPage();
      await page.goto(ready.place);
      await showContainer(page, 'Key Vault Certificates');
      await view(page, 'Vaults').getByRole('button', { name: 'Sign In' }).waitFor();
    } finally {
      await browser.close();
    }
    assert.equal(await end(), 0);
    assert.deepEqual(await readdir(temporary), []);
    assert.deepEqual(await readdir(folder), ['tmp']);
    await assert.rejects(fetch(ready.place), /fetch failed/);
  });

  it('opens the VS Code on PATH in the sandbox’s network, and ends it', async () => {
    // What it does here is what VS Code's command line does: install, or start and wait.
    const program = `#!/bin/sh
echo "$HTTPS_PROXY|$*" >> '${folder}/calls'
case "$*" in *--install-extension*) exit 0 ;; esac
while [ "$1" != --user-data-dir ]; do shift; done
printf %s $$ > "$2/code.lock"
exec sleep 300
`;
    const programs = join(folder, 'programs');
    await mkdir(programs);
    await writeFile(join(programs, 'code'), program);
    await chmod(join(programs, 'code'), 0o755);
    const { ready, end } = await start(['--desktop'], programs);
    const calls = async () => (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');
    assert.ok(await until(async () => (await calls()).length === 2, READY_LIMIT_MS));
    const [install = '', open = ''] = await calls();
    assert.match(install, /--install-extension \S+\.vsix/);
    assert.ok(open.startsWith(`${ready.sandbox.proxy}|`), open);
    assert.match(open, /--disable-extension vscode\.microsoft-authentication /);
    assert.equal(await end(), 0);
    assert.deepEqual(await readdir(temporary), []);
  });
});
