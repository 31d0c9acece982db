import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import { createAgents } from '../../../src/cli/proxy-agent.ts';
import { loopbackCertificate } from '../azure/loopback-certificate.ts';

describe('agents', () => {
  const environment = process.env;
  let ca = '';
  let target: https.Server;
  let proxy: http.Server;
  /** What the proxy answers, and what it was asked for. */
  let answer = 200;
  let asked: string[] = [];
  let agents: ReturnType<typeof createAgents>;

  const portOf = (server: net.Server): number => (server.address() as AddressInfo).port;
  const direct = (): string => `https://127.0.0.1:${portOf(target)}/`;
  /** Only the proxy knows where it is. */
  const named = 'https://vault.example/';

  before(async () => {
    const certificate = await loopbackCertificate();
    ca = certificate.cert;
    target = https.createServer(certificate, (_request, response) => response.end('the target'));
    proxy = http.createServer();
    proxy.on('connect', (request, socket: net.Socket) => {
      asked.push(request.url ?? '');
      if (answer !== 200) {
        socket.end(`HTTP/1.1 ${answer} No\r\nContent-Length: 2\r\n\r\nno`);
        return;
      }
      const upstream = net.connect(portOf(target), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(upstream).pipe(socket);
      });
      for (const end of [socket, upstream]) end.on('error', () => undefined);
    });
    for (const server of [target, proxy]) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    }
  });

  after(() => {
    target.closeAllConnections();
    target.close();
    proxy.closeAllConnections();
    proxy.close();
    process.env = environment;
  });

  afterEach(() => {
    agents.close();
  });

  function withEnvironment(env: Readonly<Record<string, string>>): void {
    process.env = { ...env };
    answer = 200;
    asked = [];
    agents = createAgents();
  }

  async function get(url: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const request = https.get(url, { agent: agents.agentFor(url), ca });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        resolve(text);
      });
    });
    return promise;
  }

  it('go through the proxy of HTTPS_PROXY, all over one connection', async () => {
    withEnvironment({ HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}` });
    assert.equal(await get(named), 'the target');
    assert.equal(await get(named), 'the target');
    assert.deepEqual(asked, ['vault.example:443']);
  });

  it('go past it to hosts of NO_PROXY, and everywhere without one', async () => {
    const proxyUrl = `http://127.0.0.1:${portOf(proxy)}`;
    for (const env of [{ HTTPS_PROXY: proxyUrl, NO_PROXY: 'localhost,127.0.0.1' }, {}]) {
      withEnvironment(env);
      assert.equal(await get(direct()), 'the target');
      assert.deepEqual(asked, []);
      agents.close();
    }
  });

  for (const status of [403, 407, 502]) {
    it(`say that it was the proxy that refused, with ${status}`, async () => {
      withEnvironment({ HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}` });
      answer = status;
      await assert.rejects(get(named), {
        code: 'EPROXYREFUSED',
        proxy: `127.0.0.1:${portOf(proxy)}`,
        proxyStatus: status,
      });
    });
  }

  it('are one for each proxy, whatever is asked through it', () => {
    withEnvironment({ HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: 'direct.example' });
    assert.equal(agents.agentFor('https://a.example/'), agents.agentFor('https://b.example/x'));
    assert.notEqual(
      agents.agentFor('https://a.example/'),
      agents.agentFor('https://direct.example'),
    );
  });
});
