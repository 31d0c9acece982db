import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { acmeCaOver } from '../../../src/acme/acme-ca.ts';
import type { AcmeSession } from '../../../src/domain/acme.ts';
import { DIRECTORY_URL, PEM } from './scripted-ca.ts';
import { answerAll, scriptedWorld } from './scripted-world.ts';
import { MIDDLE, SILENT } from './test-clock.ts';

const NAMES = ['example.com', '*.example.com'];
const CSR = new Uint8Array([0x30, 0x03, 0xff, 0xfe, 0xfd]);

async function issue(session: AcmeSession): Promise<string> {
  const order = await session.newOrder({ names: NAMES, profile: 'classic' });
  await answerAll(session, order);
  assert.deepEqual(await session.awaitValidation(order, {}), []);
  const finalized = await session.finalize(order, CSR);
  const valid = await session.awaitOrder(finalized.url, ['valid']);
  return session.downloadCertificate(valid);
}

describe('a certificate for a name and its wildcard', () => {
  it('takes nine requests once the account is known', async () => {
    const { session, server } = await scriptedWorld();
    assert.equal(await issue(session), PEM);
    const kinds = server.requests.map((request) => request.replace(/\/\d+$/, ''));
    assert.deepEqual(kinds, [
      'POST /order',
      'POST /authz',
      'POST /authz',
      'POST /challenge',
      'POST /challenge',
      'POST /order',
      'POST /finalize',
      'POST /order',
      'POST /cert',
    ]);
  });

  it('takes eleven on a cold start: one more for the directory, and one for a nonce', async () => {
    const { signer, server, clock } = await scriptedWorld();
    const tools = { clock, random: MIDDLE, log: SILENT };
    const ca = acmeCaOver(server.exchange, DIRECTORY_URL, tools);
    const url = (await ca.findAccount(signer)) ?? '';
    server.seen.length = 0;
    const cold = acmeCaOver(server.exchange, DIRECTORY_URL, tools);
    await issue(cold.session({ signer, url }));
    const { requests } = server;
    assert.equal(requests.length, 11);
    assert.equal(requests.filter((request) => request.startsWith('HEAD')).length, 1);
    assert.equal(requests.filter((request) => request === 'GET /dir').length, 1);
  });

  it('asks for what was asked', async () => {
    const { session, server } = await scriptedWorld();
    await issue(session);
    const payloadOf = (path: RegExp) => server.seen.find((seen) => path.test(seen.path))?.payload;
    assert.deepEqual(payloadOf(/^\/order$/), {
      identifiers: NAMES.map((value) => ({ type: 'dns', value })),
      profile: 'classic',
    });
    assert.deepEqual(payloadOf(/^\/challenge/), {});
    assert.deepEqual(payloadOf(/^\/finalize/), { csr: 'MAP__v0' });
    assert.equal(payloadOf(/^\/cert/), undefined);
  });

  it('reads order and authorizations', async () => {
    const { session } = await scriptedWorld();
    const order = await session.newOrder({ names: NAMES });
    assert.deepEqual(order.names, NAMES);
    assert.equal(order.status, 'pending');
    const authorizations = await session.authorizations(order);
    assert.deepEqual(
      authorizations.map(({ name, status, offered }) => ({ name, status, offered })),
      NAMES.map((name) => ({ name, status: 'pending', offered: ['new-01', 'dns-01'] })),
    );
    const values = authorizations.map(({ dns01 }) => dns01?.txtValue ?? '');
    for (const value of values) assert.match(value, /^[A-Za-z0-9_-]{43}$/);
    assert.notEqual(values[0], values[1]);
  });

  it('gives up an authorization', async () => {
    const { session } = await scriptedWorld();
    const order = await session.newOrder({ names: ['example.com'] });
    const [url = ''] = order.authorizations;
    await session.deactivate(url);
    const [authorization] = await session.authorizations(order);
    assert.equal(authorization?.status, 'deactivated');
  });
});
