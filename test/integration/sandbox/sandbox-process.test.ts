import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { LogEntry } from '../../sandbox/log/request-log.ts';
import { startSandboxProcess, type SandboxProcess } from './sandbox-process.ts';

const PROGRAM = join(import.meta.dirname, 'azure-client.program.ts');

describe('the running sandbox', () => {
  let sandbox: SandboxProcess;
  before(async () => {
    sandbox = await startSandboxProcess();
  });
  after(() => sandbox.dispose());

  const ask = async (path: string): Promise<unknown> =>
    (await fetch(sandbox.ready.control + path)).json();

  it('writes a ready file that only its owner can read', async () => {
    assert.equal((await stat(sandbox.readyFile)).mode & 0o777, 0o600);
  });

  it('starts with an empty log and without a refusal', async () => {
    assert.deepEqual(await ask('/log'), []);
    assert.deepEqual(await ask('/refused'), []);
    assert.deepEqual(await ask('/dns/queries'), []);
  });

  it('describes itself completely', () => {
    const { env, subscriptions, vaults, zones, principals, acme } = sandbox.ready;
    assert.deepEqual(Object.keys(env).sort(), [
      'AZURE_CLIENT_ID',
      'AZURE_CLIENT_SECRET',
      'AZURE_TENANT_ID',
      'HTTPS_PROXY',
      'HTTP_PROXY',
      'KVCERT_DNS_SERVERS',
      'NODE_EXTRA_CA_CERTS',
      'NO_PROXY',
      'SSL_CERT_FILE',
      'http_proxy',
      'https_proxy',
      'no_proxy',
    ]);
    assert.equal(subscriptions.length, 4);
    assert.deepEqual(
      vaults.map(({ uri }) => uri),
      ['contoso-prod', 'contoso-dev', 'fabrikam-locked', 'fabrikam-shared', 'locked-prod'].map(
        (v) => `https://${v}.vault.azure.net/`,
      ),
    );
    assert.deepEqual(
      zones.map(({ name }) => name),
      ['example.com', 'shop.example.com', 'example.org', 'fabrikam.example'],
    );
    assert.equal(principals[0]?.clientSecret, env['AZURE_CLIENT_SECRET']);
    assert.deepEqual(Object.keys(acme.directories), ['letsencrypt', 'letsencrypt-staging']);
  });

  it("serves Azure's own SDKs and an ACME client that have only its environment", async () => {
    const { ready } = sandbox;
    const directory = ready.acme.directories['letsencrypt'] ?? '';
    const args = [ready.vaults[0]?.uri ?? '', ready.zones[0]?.id ?? '', directory];
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, ...args], {
      env: ready.env,
      timeout: 60_000,
    });
    const seen = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual(seen['certificates'], []);
    assert.deepEqual(seen['txt'], [{ value: ['written by the SDK'] }]);
    assert.match(String(seen['nonce']), /^[\w-]{10,}$/);
    const { meta, ...resources } = seen['resources'] as Record<string, unknown>;
    const profiles = (meta as { profiles: object }).profiles;
    assert.deepEqual(Object.keys(profiles).sort(), ['classic', 'shortlived', 'tlsserver']);
    for (const url of Object.values(resources)) {
      assert.equal(new URL(String(url)).host, 'acme-v02.api.letsencrypt.org');
    }

    assert.deepEqual(await ask('/refused'), []);
    const log = (await ask('/log')) as LogEntry[];
    assert.deepEqual([...new Set(log.map(({ api }) => api))].sort(), [
      'acme',
      'arm',
      'keyvault',
      'login',
    ]);
    const write = log.find(({ method }) => method === 'PUT');
    assert.deepEqual([write?.caller, write?.status], ['operator', 201]);
    assert.ok(!JSON.stringify(log).includes(ready.env['AZURE_CLIENT_SECRET'] ?? '?'));

    for (const server of [ready.dns, ...(ready.env['KVCERT_DNS_SERVERS'] ?? '').split(',')]) {
      const resolver = new Resolver({ timeout: 5000, tries: 1 });
      resolver.setServers([server]);
      const texts = await resolver.resolveTxt('_probe.example.com');
      assert.deepEqual(texts, [['written by the SDK']], server);
    }
    const { zones, vaults } = (await ask('/state')) as Record<string, readonly unknown[]>;
    assert.ok(JSON.stringify(zones).includes('written by the SDK'));
    assert.equal(vaults?.length, ready.vaults.length);
  });

  it('runs two Pebbles with different roots, managed without the proxy', async () => {
    const ca = await readFile(sandbox.ready.env['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8');
    const { management, stagingManagement } = sandbox.ready.acme;
    const production = new X509Certificate(await getText(`${management}/roots/0`, ca));
    const staging = new X509Certificate(await getText(`${stagingManagement}/roots/0`, ca));
    assert.ok(production.ca && staging.ca);
    assert.notEqual(production.fingerprint256, staging.fingerprint256);
  });
});

describe('the end of the sandbox', () => {
  it('is not that of a Pebble, whose last words are shown', { timeout: 30_000 }, async (t) => {
    const sandbox = await startSandboxProcess();
    t.after(() => sandbox.dispose());
    const folder = join(sandbox.ready.env['NODE_EXTRA_CA_CERTS'] ?? '', '../staging');
    for (const id of await findProcesses(folder)) process.kill(Number(id), 'SIGKILL');
    while (!sandbox.stderr().includes('Pebble ended (SIGKILL)')) await setImmediate();
    assert.match(sandbox.stderr(), /Its last output:[^]*Listening on: 127\.0\.0\.1/);
    sandbox.child.kill('SIGTERM');
    assert.equal(await sandbox.ended, 0);
  });

  for (const [how, options, end] of [
    ['SIGTERM', [], (it: SandboxProcess) => it.child.kill('SIGTERM')],
    ['SIGINT', [], (it: SandboxProcess) => it.child.kill('SIGINT')],
    ['its parent', ['--exit-with-parent'], (it: SandboxProcess) => it.child.stdin?.end()],
  ] as const) {
    it(`by ${how} leaves no process and no file`, async (t) => {
      const sandbox = await startSandboxProcess(...options);
      t.after(() => sandbox.dispose());
      assert.notEqual((await readdir(sandbox.temp)).length, 0);
      assert.notEqual((await findProcesses(sandbox.temp)).length, 0);
      end(sandbox);
      assert.equal(await sandbox.ended, 0, sandbox.stderr());
      assert.deepEqual(await findProcesses(sandbox.temp), []);
      assert.deepEqual(await readdir(sandbox.temp), []);
      assert.ok(!existsSync(sandbox.readyFile));
    });
  }

  it('by SIGKILL leaves no process', { timeout: 30_000 }, async (t) => {
    const sandbox = await startSandboxProcess();
    t.after(() => sandbox.dispose());
    sandbox.child.kill('SIGKILL');
    await sandbox.ended;
    // The shells that hold the pipes end Pebble a moment later.
    while ((await findProcesses(sandbox.temp)).length > 0);
  });

  it('starts with the world that it is told', async (t) => {
    const sandbox = await startSandboxProcess('--world', 'lived-in');
    t.after(() => sandbox.dispose());
    assert.ok(sandbox.ready.vaults.some(({ name }) => name === 'contoso-archive'));
  });

  it('says what is wrong with a world or a port, before it starts anything', async () => {
    await assert.rejects(startSandboxProcess('--world', 'small'), /default, lived-in, big/);
    await assert.rejects(startSandboxProcess('--dns-port', 'dns'), /a number from 1 to 65535/);
  });
});

/** Process ids whose command line names a folder; Linux only, as the sandbox's own platform. */
async function findProcesses(folder: string): Promise<readonly string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    ids.map(async (id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')),
  );
  return ids.filter((_, index) => commands[index]?.includes(folder));
}

async function getText(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { ca, agent: false, headers: { 'User-Agent': 'test' } }, (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (chunk: string) => {
          text += chunk;
        })
        .on('end', () => {
          resolve(text);
        });
    }).on('error', reject);
  });
}
