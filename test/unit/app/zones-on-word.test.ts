import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planIssuance } from '../../../src/app/plan-issuance.ts';
import { CertError } from '../../../src/domain/errors.ts';
import type { Note } from '../../../src/domain/issuance-news.ts';
import { CREATE, IssuanceWorld } from './issuance-world.ts';

const { signal } = new AbortController();

describe('planning where a zone was given by hand and may not be read', () => {
  const given = (world: IssuanceWorld) => {
    const zones = world.dns.zones.map((zone) =>
      zone.name === 'example.com' ? { ...zone, nameServers: undefined } : zone,
    );
    const inventory = {
      ...world.desk.inventory,
      zones: () => Promise.resolve(zones.filter(({ nameServers }) => nameServers)),
      zonesGiven: () =>
        Promise.resolve({ zones: zones.filter(({ nameServers }) => !nameServers), absent: [] }),
    };
    const note = (told: Note): void => void world.notes.push(told);
    return { ...world.desk, inventory, note };
  };

  it('says so, and goes on', async () => {
    const world = new IssuanceWorld('no locks here');
    const { places } = await planIssuance(given(world), CREATE, signal);
    assert.equal(places[0]?.zoneId, '/zones/example.com');
    assert.deepEqual(world.notes, [{ kind: 'zone-on-word', zone: 'example.com' }]);
  });

  it('asks no CA where its record set may not be read either', async () => {
    const world = new IssuanceWorld('no locks here');
    const asked: string[] = [];
    const forbidden = new CertError('ArmForbidden', { action: 'a', scope: 's', message: '' });
    const records = {
      ...world.desk.records,
      get: (zoneId: string, name: string) => {
        asked.push(`${zoneId} ${name}`);
        return Promise.reject(forbidden);
      },
    };
    const registrarOf = () => assert.fail('a CA was asked');
    await assert.rejects(
      planIssuance({ ...given(world), records, registrarOf }, CREATE, signal),
      forbidden,
    );
    assert.deepEqual(asked, ['/zones/example.com _acme-challenge'], 'and no zone that is seen');
  });
});
