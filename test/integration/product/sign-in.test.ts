import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { issuedBy, refusalOf } from './answers.ts';
import { azureCaller } from './azure-caller.ts';
import type { Ended } from './kvcert.ts';
import {
  assertNothingLeft,
  startProductWorld,
  type Environment,
  type ProductWorld,
} from './product-world.ts';
import { describeRequest, requestsDuring } from './requests.ts';

const RESOURCES = ['https://management.azure.com', 'https://vault.azure.net'] as const;

describe('signing in', () => {
  let world: ProductWorld;
  let folder: string;
  before(async () => {
    world = await startProductWorld();
    folder = await mkdtemp(join(tmpdir(), 'kvcert-sign-in-'));
  });
  after(async () => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => assertNothingLeft(world));

  /** The environment without a principal, and with nothing but `az` on PATH where it is given. */
  const withoutPrincipal = (path: string): Environment => ({
    ...Object.fromEntries(Object.entries(world.env).filter(([name]) => !name.startsWith('AZURE_'))),
    PATH: path,
  });
  /** A folder with an `az` that does what the shell script says. */
  const azThat = async (script: string): Promise<string> => {
    const bin = await mkdtemp(join(folder, 'bin-'));
    await writeFile(join(bin, 'az'), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, 'az'), 0o755);
    return bin;
  };
  const vaults = (env: Environment, ...more: readonly string[]) =>
    world.runIn(env, 'vaults', '--output', 'json', ...more);

  it('with a wrong secret ends with 4 and says what Entra says', async () => {
    const env = { ...world.env, AZURE_CLIENT_SECRET: 'wrong-secret-canary' };
    const { result, log } = await requestsDuring(world.control, () => vaults(env));
    const { message } = refusalOf(result, 4, 'SignInFailed');
    assert.match(message, /AADSTS7000215/);
    assert.doesNotMatch(message, /Trace ID/);
    assert.ok(!`${result.stdout}${result.stderr}`.includes('wrong-secret-canary'));
    assert.deepEqual(log.filter(({ api }) => api !== 'login').map(describeRequest), []);
  });

  it('with an unknown application or tenant ends with 4', async () => {
    const unknown = '00000000-0000-4000-8000-00000000dead';
    const client = await vaults({ ...world.env, AZURE_CLIENT_ID: unknown });
    assert.match(refusalOf(client, 4, 'SignInFailed').message, /AADSTS700016/);
    const tenant = await vaults({ ...world.env, AZURE_TENANT_ID: unknown });
    refusalOf(tenant, 4, 'SignInFailed');
  });

  it('where nothing is configured and az is not there ends with 4, with advice', async () => {
    const { result, log } = await requestsDuring(world.control, () =>
      vaults(withoutPrincipal(folder)),
    );
    const { details, remedies } = refusalOf(result, 4, 'NotSignedIn');
    assert.equal((details['tried'] as readonly string[]).length, 2);
    assert.deepEqual(
      remedies.map(({ command }) => command),
      ['az login', undefined],
    );
    assert.deepEqual(log.map(describeRequest), []);
  });

  it('by --auth env does not fall back to az', async () => {
    const ended = await vaults(withoutPrincipal(await azThat('exit 0')), '--auth', 'env');
    const { details } = refusalOf(ended, 4, 'NotSignedIn');
    assert.match(JSON.stringify(details['tried']), /AZURE_TENANT_ID/);
  });

  it('with an az that is not logged in ends with 4', async () => {
    const az = await azThat(`echo "ERROR: Please run 'az login' to setup account." >&2; exit 1`);
    refusalOf(await vaults(withoutPrincipal(az)), 4, 'NotSignedIn');
  });

  it("as the Azure CLI's account works where the environment names nobody", async () => {
    const operator = azureCaller(world.ready, 'operator');
    const [arm, vault] = await Promise.all(
      RESOURCES.map(async (resource, index) => {
        const file = join(folder, `token-${String(index)}.json`);
        const expires = Math.floor(Date.now() / 1000) + 3600;
        const token = { accessToken: await operator.token(resource), expires_on: expires };
        await writeFile(file, JSON.stringify({ ...token, tokenType: 'Bearer' }), { mode: 0o600 });
        return file;
      }),
    );
    const bin = await azThat(
      `case "$*" in *vault.azure.net*) cat '${vault ?? ''}' ;; *) cat '${arm ?? ''}' ;; esac`,
    );
    for (const more of [[], ['--auth', 'azure-cli']]) {
      const ended = await world.runIn(
        withoutPrincipal(`${bin}:/bin`),
        ...['list', '--vault', 'contoso-prod', '--output', 'json', ...more],
      );
      assert.equal(ended.code, 0, `${ended.stdout}${ended.stderr}`);
    }
  });

  describe('leaves no secret in any output', () => {
    const outputs: Ended[] = [];
    before(async () => {
      const noisy = { ...world.env, DEBUG: '*', NODE_DEBUG: '', AZURE_LOG_LEVEL: 'verbose' };
      const target = 'contoso-prod/secret';
      outputs.push(
        await world.run(
          ...['create', target, '--dns', 'secret.example.com', '--profile', 'tlsserver'],
          ...['--agree-terms', '--verbose', '--output', 'json'],
        ),
        await world.runIn(noisy, 'renew', target, '--verbose', '--output', 'json'),
        await world.run('show', target, '--verbose'),
        await world.run('renew', 'fabrikam-locked/secret', '--verbose'),
      );
      for (const each of outputs.slice(0, 2)) issuedBy(each);
    });
    const everything = () => outputs.map(({ stdout, stderr }) => stdout + stderr).join('\n');

    it("not the principal's", () => {
      assert.ok(!everything().includes(world.env['AZURE_CLIENT_SECRET'] ?? assert.fail()));
    });

    it('not a token', () => {
      assert.doesNotMatch(everything(), /\beyJ[\w-]+\.[\w-]+\.[\w-]+/);
      assert.doesNotMatch(everything(), /Bearer [\w-]{20}/);
    });

    it('not the key of the account', async () => {
      const accounts = join(world.stateFolder, 'accounts');
      const [file] = await readdir(accounts);
      const { key } = JSON.parse(await readFile(join(accounts, file ?? ''), 'utf8')) as {
        readonly key: string;
      };
      const lines = key.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
      assert.ok(lines.length > 1);
      for (const line of lines) assert.ok(!everything().includes(line));
      assert.doesNotMatch(everything(), /PRIVATE KEY/);
    });

    it('although everything that can be said is said', () => {
      assert.match(everything(), /^debug /m);
      assert.match(everything(), /^azure:/m);
    });
  });
});
