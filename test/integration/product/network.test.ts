/** Between the product and its services: certificates, proxies, hosts that say nothing. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { refusalOf } from './answers.ts';
import {
  addStrangersValue,
  assertClientLeftNothing,
  clientOf,
  createArgs,
  type Client,
} from './client.ts';
import { startKvcert, type Ended } from './kvcert.ts';
import { startProductWorld, type Environment } from './product-world.ts';

const world = await startProductWorld();
after(() => world.close());

const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

describe('the network', { concurrency: true }, () => {
  it('trusts no certificate of a CA that it was not told of', async () => {
    const client = clientOf(world, 'untrusted');
    const env = without(client.env, ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE']);
    const { details } = refusalOf(await create(client, env), 1, 'TlsUntrusted');
    assert.equal(details['host'], 'login.microsoftonline.com');
  });

  it('says that the host was not reached when the proxy is down', async () => {
    const client = clientOf(world, 'down');
    // Port 9 (discard, RFC 863): nobody listens.
    const env = { ...client.env, ...proxies('http://127.0.0.1:9') };
    const { details } = refusalOf(await create(client, env), 1, 'HostUnreachable');
    assert.match(String(details['reason']), /ECONNREFUSED/);
  });

  it('gives a host that hangs up after half a minute, and asks once more', async () => {
    const client = clientOf(world, 'hanging');
    const hanging = await client.fault({ kind: 'hold', match: { path: 'ResourceGraph' } });
    const { code, stdout } = await create(client, client.env);
    assert.equal(code, 0, stdout);
    await world.control.over(hanging);
    const outcomes = (await client.log())
      .filter(({ path }) => path.includes('ResourceGraph'))
      .map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, ['client-gone', 'answered']);
    await assertClientLeftNothing(client);
  });

  const conflict = {
    kind: 'fail',
    status: 412,
    body: { code: 'PreconditionFailed', message: 'The condition was not met.' },
    match: { api: 'arm', method: 'PUT' },
  } as const;

  it('writes a record set when others let it', async () => {
    const client = clientOf(world, 'storm');
    await addStrangersValue(client);
    await client.fault({ ...conflict, count: 3 });
    const { code, stdout } = await create(client, client.env);
    assert.equal(code, 0, stdout);
    const writes = (await client.log()).filter(({ method }) => method === 'PUT');
    // Three refused, the values written, the values taken out.
    assert.deepEqual(
      writes.map(({ status }) => status),
      [412, 412, 412, 200, 200],
    );
    await assertClientLeftNothing(client, { stranger: true });
  });

  it('gives a record set up that others write to all the time, and leaves nothing', async () => {
    const client = clientOf(world, 'endless-storm');
    await addStrangersValue(client);
    await client.fault({ ...conflict, count: 99 });
    const { details } = refusalOf(await create(client, client.env), 1, 'TxtConflict');
    assert.equal(details['record'], '_acme-challenge.endless-storm.example.com');
    await assertClientLeftNothing(client, { stranger: true });
  });
});

// Last: from here on the sandbox has refused hosts, as it should.
describe('a proxy that refuses', () => {
  it('names the proxy that refuses a host, and the host', async () => {
    const client = clientOf(world, 'refused');
    const args = [...createArgs(client), '--ca', 'https://acme.example.net/dir'];
    const { details } = refusalOf(await client.run(...args), 1, 'ProxyRefused');
    assert.equal(details['host'], 'acme.example.net');
    assert.equal(details['proxy'], new URL(world.ready.proxy).host);
    assert.equal(details['status'], 403);
  });

  it('asks a host that NO_PROXY names without the proxy, and any other one through it', async () => {
    const client = clientOf(world, 'direct');
    // Pebble's management interface is no CA, and says so with 404 to whom reaches it.
    const { host, href } = new URL('/directory', world.ready.acme.management);
    const args = [...createArgs(client), '--ca', href];
    const direct = JSON.parse((await client.run(...args)).stdout) as { error: { code: string } };
    assert.notEqual(direct.error.code, 'ProxyRefused');
    assert.doesNotMatch((await world.control.refused()).join(), /^127\.0\.0\.1/);
    const env = { ...client.env, NO_PROXY: '', no_proxy: '' };
    const { details } = refusalOf(await startKvcert(env, args).ended, 1, 'ProxyRefused');
    assert.equal(details['host'], host);
  });
});

function create(client: Client, env: Environment): Promise<Ended> {
  return startKvcert(env, createArgs(client)).ended;
}

function proxies(url: string): Environment {
  return Object.fromEntries(PROXY_VARIABLES.map((variable) => [variable, url]));
}

function without(env: Environment, variables: readonly string[]): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !variables.includes(name)));
}
