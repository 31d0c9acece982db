import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCertError } from '../../../src/domain/errors.ts';
import { parseZoneIds } from '../../../src/domain/zone-id.ts';

const SUBSCRIPTION = '11111111-0a0a-4b0b-8c0c-00000000000f';
const group = (name: string) => `/subscriptions/${SUBSCRIPTION}/resourceGroups/${name}`;
const TYPE = 'providers/Microsoft.Network/dnsZones';
const ID = `${group('dns')}/${TYPE}/example.com`;

describe('parseZoneIds', () => {
  for (const [list, ...ids] of [
    [ID, ID],
    [` ${ID.toUpperCase()} `, `${group('DNS')}/${TYPE}/example.com`],
    [`${group('dns')}/providers/microsoft.network/dnszones/Example.COM`, ID],
    [`${ID},${group('Größe_1.(b)')}/${TYPE}/a.b.c`, ID, `${group('Größe_1.(b)')}/${TYPE}/a.b.c`],
    [`${ID}, ${ID.toUpperCase()}`, ID],
    [
      `${group('dns')}/${TYPE}/_acme-challenge.example.com`,
      `${group('dns')}/${TYPE}/_acme-challenge.example.com`,
    ],
  ] as const) {
    it(`reads ${list}`, () => {
      assert.deepEqual(
        parseZoneIds(list).map(({ id }) => id),
        ids,
      );
    });
  }

  it('tells the parts of an id', () => {
    assert.deepEqual(parseZoneIds(ID), [
      { id: ID, name: 'example.com', subscriptionId: SUBSCRIPTION, resourceGroup: 'dns' },
    ]);
  });

  for (const [list, entry = list] of [
    ['example.com'],
    [''],
    [`${ID},`, ''],
    [`${ID},example.com`, 'example.com'],
    [`${ID}/`],
    [`${ID}.`],
    [`${ID}/TXT/_acme-challenge`],
    [`${ID}?api-version=1`],
    [`https://management.azure.com${ID}`],
    [`${group('dns')}/providers/Microsoft.Network/privateDnsZones/example.com`],
    [`${group('dns')}/${TYPE}/example`],
    [`${group('dns')}/${TYPE}/exa mple.com`],
    [`${group('dns')}/${TYPE}/example.\u212Aom`],
    [`${group('dns')}/${TYPE}/${'a.'.repeat(126)}example`],
    [`${group('..')}/${TYPE}/example.com`],
    [`${group('dns/../x')}/${TYPE}/example.com`],
    [`${group('dns%2f')}/${TYPE}/example.com`],
    [`/subscriptions/mine/resourceGroups/dns/${TYPE}/example.com`],
    [`/subscriptions/${SUBSCRIPTION}/${TYPE}/example.com`],
    [`${ID}\n`.replace('example', 'exa\nmple')],
  ] as const) {
    it(`refuses ${JSON.stringify(list)}`, () => {
      assert.throws(
        () => parseZoneIds(list),
        (error: unknown) =>
          isCertError(error, 'InvalidZoneId') && error.facts.zone === entry.trim(),
      );
    });
  }
});
