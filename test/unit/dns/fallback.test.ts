import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withFallback } from '../../../src/dns/fallback.ts';
import type { CaaLookup } from '../../../src/domain/caa.ts';
import type { NameServers } from '../../../src/domain/name-servers.ts';

const log = { debug: () => undefined, warn: () => undefined };
const ZONE = { name: 'a.example', nameServers: [] };
const RECORD = '_acme-challenge.a.example';
const UNKNOWN: CaaLookup = { kind: 'unknown', owner: 'a.example', failure: 'ETIMEOUT' };

/** Both ways, each with what it was asked; `open`: whether somebody answers on port 53. */
function bothWays() {
  const state = { open: true };
  const asked: string[] = [];
  const way = (name: string, whenAsked: () => boolean): NameServers => {
    const told = <T>(what: string, value: T): Promise<T> => {
      asked.push(`${name} ${what}`);
      return Promise.resolve(value);
    };
    return {
      delegation: () => told('delegation', whenAsked() ? [name] : undefined),
      lookTxt: (record) => told('lookTxt', { chain: [record], servers: [], loop: false }),
      absenceSeconds: () => told('absence', name === 'direct' ? 0 : 300),
      cnameChain: (record) => told('cnameChain', [record]),
      caa: () => told('caa', whenAsked() ? { kind: 'none' } : UNKNOWN),
    };
  };
  const direct = way('direct', () => state.open);
  const names = withFallback(
    { ...direct, answersFor: () => Promise.resolve(state.open) },
    way('https', () => true),
    log,
  );
  return { names, asked, state };
}

describe('asking over HTTPS', () => {
  it('does not happen where port 53 is open', async () => {
    const { names, asked } = bothWays();
    assert.equal(await names.absenceSeconds('a.example'), 0);
    await names.lookTxt(RECORD, ZONE);
    await names.delegation('a.example');
    await names.caa('a.example');
    assert.deepEqual(
      asked.filter((each) => each.startsWith('https')),
      [],
    );
  });

  it('happens where it is closed, but not for a record that need not exist yet', async () => {
    const { names, asked, state } = bothWays();
    state.open = false;
    assert.equal(await names.absenceSeconds('a.example'), 300);
    await names.lookTxt(RECORD, ZONE);
    assert.deepEqual(await names.delegation('a.example'), ['https']);
    assert.deepEqual(await names.caa('a.example'), { kind: 'none' });
    await names.cnameChain(RECORD);
    const overHttps = asked.filter((each) => each.startsWith('https'));
    assert.deepEqual(overHttps, [
      'https absence',
      'https lookTxt',
      'https delegation',
      'https caa',
    ]);
  });

  it('does not begin in the middle of a wait: its resolver could be asked too early', async () => {
    const { names, asked, state } = bothWays();
    await names.absenceSeconds('a.example');
    state.open = false;
    await names.lookTxt(RECORD, ZONE);
    assert.deepEqual(asked, ['direct absence', 'direct lookTxt']);
    await names.absenceSeconds('a.example');
    await names.lookTxt(RECORD, ZONE);
    assert.equal(asked.at(-1), 'https lookTxt', 'the next wait decides anew');
  });

  it('is decided by the first look where no wait has decided', async () => {
    const { names, asked, state } = bothWays();
    state.open = false;
    await names.lookTxt(RECORD, ZONE);
    state.open = true;
    await names.lookTxt(RECORD, ZONE);
    assert.deepEqual(asked, ['https lookTxt', 'https lookTxt']);
  });
});
