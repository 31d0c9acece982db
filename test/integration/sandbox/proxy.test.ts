import assert from 'node:assert/strict';
import { get, type IncomingMessage } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { startFront, type Front } from './front.ts';

describe('the sandbox proxy', () => {
  let front: Front;
  before(async () => {
    front = await startFront();
  });
  after(() => front.close());

  for (const host of [
    'login.microsoftonline.com',
    'management.azure.com',
    'contoso-prod.vault.azure.net',
    'acme-v02.api.letsencrypt.org',
    'acme-staging-v02.api.letsencrypt.org',
  ]) {
    it(`leads to a server with a certificate for ${host}`, async () => {
      const answer = await front.request(`https://${host}/hello`);
      assert.equal(answer.status, 200);
      const entry = (await front.log()).at(-1);
      assert.deepEqual([entry?.host, entry?.path, entry?.status], [host, '/hello', 200]);
    });
  }

  it('is not trusted without its CA', async () => {
    const otherCa = { ca: '' };
    await assert.rejects(front.request('https://management.azure.com/', otherCa), {
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
  });

  it('refuses and records every other name, port and plain request', async () => {
    assert.deepEqual((await front.ask('/refused')).body, []);
    for (const url of [
      'https://telemetry.example.net/',
      'https://telemetry.example.net/again',
      'https://deep.name.vault.azure.net/',
      'https://management.azure.com:8443/',
    ]) {
      // A refusal of CONNECT is handed to the client as the answer.
      assert.equal((await front.request(url)).status, 403);
    }
    assert.equal(await getPlain(front.proxy, 'http://management.azure.com/'), 403);
    assert.deepEqual((await front.ask('/refused')).body, [
      'telemetry.example.net',
      'deep.name.vault.azure.net',
      'management.azure.com:8443',
      'management.azure.com:80',
    ]);
  });

  it('answers 421 to a name in Host that nobody stands for', async () => {
    const before = front.effects();
    const disguise = { headers: { Host: 'example.net' }, servername: 'management.azure.com' };
    assert.equal((await front.request('https://management.azure.com/', disguise)).status, 421);
    assert.equal(front.effects(), before);
  });
});

async function getPlain(proxy: string, target: string): Promise<number | undefined> {
  const { hostname, port } = new URL(proxy);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ hostname, port, path: target, agent: false }, resolve).on('error', reject);
  });
  response.resume();
  return response.statusCode;
}
