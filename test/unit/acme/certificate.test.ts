import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AcmeOrder } from '../../../src/domain/acme.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { BASE, PEM, problem, type Reply } from './scripted-ca.ts';
import { scriptedWorld, type World } from './scripted-world.ts';
import { selfSigned } from './self-signed.ts';

const LINK = [
  `<${BASE}/dir>;rel="index"`,
  `<${BASE}/cert/1/alt/1>;rel="alternate"`,
  '</cert/1/alt/2>;rel="alternate"',
  '<http://ca.example/cert/1/alt/3>;rel="alternate"',
].join(', ');

/** The CA offers chains under three roots: the one named `usual` first. */
async function chains(
  firstAlternate?: Reply,
): Promise<World & { order: AcmeOrder; pems: Record<string, string> }> {
  const world = await scriptedWorld();
  const order = await world.session.newOrder({ names: ['a.example'] });
  const entries = ['usual', 'other', 'third'].map(async (name) => {
    const { cert } = await selfSigned(`${name}.example`);
    return [name, `${PEM}${cert.trimEnd()}\n`] as const;
  });
  const pems = Object.fromEntries(await Promise.all(entries));
  const { server } = world;
  server.script('POST /cert/1', { status: 200, headers: { link: LINK }, body: pems['usual'] });
  server.script('POST /cert/1/alt/1', firstAlternate ?? { status: 200, body: pems['other'] });
  server.script('POST /cert/1/alt/2', { status: 200, body: pems['third'] });
  server.seen.length = 0;
  return { ...world, order: { ...order, certificate: `${BASE}/cert/1` }, pems };
}

describe('the chain of a certificate', () => {
  const CASES: readonly [wish: string | undefined, got: string, requests: number][] = [
    [undefined, 'usual', 1],
    ['usual.example', 'usual', 1],
    ['other.example', 'other', 2],
    ['third.example', 'third', 3],
    ['nobody.example', 'usual', 3],
    ['USUAL.example', 'usual', 3],
  ];
  for (const [preferredChain, got, requests] of CASES) {
    it(`is the ${got} one where ${preferredChain ?? 'none'} is preferred`, async () => {
      const { session, order, pems, server } = await chains();
      const chain = await session.downloadCertificate(order, { preferredChain });
      assert.equal(chain, pems[got]);
      assert.equal(server.requests.length, requests);
    });
  }

  for (const [what, reply] of [
    ['is gone', problem(404, 'malformed')],
    ['is no chain', { status: 200, body: 'no certificate' }],
    ['breaks off', { status: 200, body: `${PEM}${PEM.slice(0, 40)}` }],
  ] as const) {
    it(`is the next one that fits where an alternate ${what}`, async () => {
      const { session, order, pems } = await chains(reply);
      const chain = await session.downloadCertificate(order, { preferredChain: 'third.example' });
      assert.equal(chain, pems['third']);
    });
  }

  it('is not taken for whole where it breaks off', async () => {
    const world = await scriptedWorld();
    const order = await world.session.newOrder({ names: ['a.example'] });
    const body = `${PEM}${PEM.slice(0, 40)}`;
    world.server.script('POST /cert/1', { status: 200, body });
    await assert.rejects(
      world.session.downloadCertificate({ ...order, certificate: `${BASE}/cert/1` }),
      (error) =>
        isCertError(error, 'UnexpectedAnswer') &&
        error.facts.excerpt === 'the chain breaks off within a certificate',
    );
  });

  it('is not looked for any longer after a cancellation', async () => {
    const { session, order } = await chains('hang');
    const controller = new AbortController();
    const wish = { preferredChain: 'third.example' };
    const chain = session.downloadCertificate(order, wish, controller.signal);
    setImmediate(() => {
      controller.abort();
    });
    await assert.rejects(chain);
  });
});
