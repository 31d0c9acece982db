import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { DnsQuery } from '../../sandbox/dns/name-servers.ts';
import { findOwnNetwork } from './own-network.ts';
import type { Report } from './own-network.program.ts';
import { ensurePebble } from '../../../scripts/provision/pebble.ts';

const ZONES = [
  {
    zone: 'example.com',
    nameServers: ['ns1-01.azure-dns.com', 'ns2-01.azure-dns.net'],
    record: '_acme-challenge.example.com',
  },
  {
    zone: 'shop.example.com',
    nameServers: ['ns1-02.azure-dns.com', 'ns2-02.azure-dns.net'],
    record: '_acme-challenge.api.shop.example.com',
  },
] as const;

const TIMEOUT_MS = 3 * 60_000;

const network = await findOwnNetwork();

describe(
  'the walk from a zone to its authoritative name servers',
  { skip: 'missing' in network && network.missing },
  () => {
    let report: Report;
    before(async () => {
      assert.ok('run' in network);
      // In there is no network to fetch or build it from.
      await ensurePebble(() => undefined);
      const written = await network.run('own-network.program.ts', TIMEOUT_MS);
      report = JSON.parse(written) as Report;
    });

    it('is made without a setting: delegation, addresses, TXT at every server', () => {
      const { ended, queries } = report.walk;
      assert.equal(report.setting, undefined, 'no name server is set');
      assert.equal(ended.code, 0, ended.stderr);
      const asked = queries.filter(isProduct).map(spell);
      for (const { zone, nameServers, record } of ZONES) {
        const delegation = asked.indexOf(`resolver NS ${zone}`);
        const addresses = nameServers.map((host) => asked.indexOf(`resolver A ${host}`));
        const texts = ['authoritative-1', 'authoritative-2'].map((server) =>
          asked.indexOf(`${server} TXT ${record}`),
        );
        const way = [delegation, Math.min(...addresses), Math.max(...addresses), ...texts];
        assert.ok(!way.includes(-1), `${zone}: a part of the way is missing in\n${lines(asked)}`);
        assert.ok(delegation < Math.min(...addresses), `NS of ${zone} first:\n${lines(asked)}`);
        assert.ok(
          Math.max(...addresses) < Math.min(...texts),
          `TXT at ${zone} last:\n${lines(asked)}`,
        );
      }
    });

    it('leaves the challenge records to the authoritative servers', () => {
      const { queries } = report.walk;
      const ofResolver = queries.filter(({ server }) => server === 'resolver');
      const records: readonly string[] = ZONES.map(({ record }) => record);
      const asked = ofResolver.filter(({ name }) => records.includes(name));
      // A resolver that is asked too early remembers for all types that there is no such name.
      assert.deepEqual(asked.filter(isProduct).map(spell), []);
      assert.deepEqual([...new Set(asked.map(({ name }) => name))].toSorted(), records.toSorted());
    });

    it('says where no resolver answers that nobody could be asked, and can be cancelled', () => {
      const { ended, queries } = report.blocked;
      for (const { zone } of ZONES) {
        const sentence = `No name server could be asked whether the zone ${zone} is delegated.`;
        assert.ok(ended.stderr.includes(sentence), ended.stderr);
      }
      assert.equal(ended.code, 130, ended.stderr);
      assert.deepEqual(queries.filter(isProduct).map(spell), []);
    });
  },
);

/** Pebble asks by TCP only; the product, through c-ares, by UDP as long as answers fit into it. */
function isProduct({ transport }: DnsQuery): boolean {
  return transport === 'udp';
}

function spell({ server, type, name }: DnsQuery): string {
  return `${server} ${type} ${name}`;
}

function lines(asked: readonly string[]): string {
  return asked.join('\n');
}
