/** A success that is none: a proxy's page with status 200, or an answer that was cut off. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTxtRecordSets } from '../../../src/azure/dns-record-sets.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { scriptedAzure } from './scripted-azure.ts';

const ZONE =
  '/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/dns/providers/Microsoft.Network/dnszones/example.com';
const NAME = '_acme-challenge';
const SET = { ttl: 60, values: ['abc'], metadata: {} };

/** To text/html the SDK's reader says nothing, and gives an object without members. */
const PAGES = [
  { title: 'a page', body: '<html>', headers: { 'content-type': 'text/html' } },
  { title: 'a page that says it is JSON', body: '<html>', headers: {} },
  { title: 'the half of an answer', body: '{"etag":"x","proper', headers: {} },
  { title: 'no object', body: '"ok"', headers: {} },
];

describe('an answer that cannot be read', () => {
  for (const { title, body, headers } of PAGES) {
    it(`${title} is no record set, and nothing is written or deleted by it`, async () => {
      const azure = scriptedAzure(() => ({ status: 200, body, headers }));
      const recordSets = createTxtRecordSets(azure.context);
      const unreadable = (error: unknown) => isCertError(error, 'UnexpectedAnswer');
      await assert.rejects(recordSets.get(ZONE, NAME), unreadable);
      await assert.rejects(recordSets.put(ZONE, NAME, SET, 'tag'), unreadable);
      await assert.rejects(recordSets.delete(ZONE, NAME, 'tag'), unreadable);
    });
  }

  it('nothing at all is no record set', async () => {
    const azure = scriptedAzure(() => ({ status: 200, body: '' }));
    const recordSets = createTxtRecordSets(azure.context);
    await assert.rejects(recordSets.get(ZONE, NAME), (error) =>
      isCertError(error, 'UnexpectedAnswer'),
    );
  });
});
