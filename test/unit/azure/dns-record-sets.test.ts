import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTxtRecordSets } from '../../../src/azure/dns-record-sets.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { fixtures, scriptedAzure, type Responder } from './scripted-azure.ts';

const recorded = fixtures('arm');
const SUBSCRIPTION = '/subscriptions/11111111-2222-3333-4444-555555555555';
const ZONE = `${SUBSCRIPTION}/resourceGroups/dns-test/providers/Microsoft.Network/dnszones/full4ir.tk`;
const NAME = '_acme-challenge.test';
const SET = { ttl: 60, values: ['abc'], metadata: { kvcert: 'owner' } };

function recordSetsOf(respond: Responder) {
  const azure = scriptedAzure(respond);
  return { ...azure, recordSets: createTxtRecordSets(azure.context) };
}

function stored(strings: readonly (readonly string[])[]): unknown {
  const body = recorded('txt-put-201').body as { properties: object };
  const TXTRecords = strings.map((value) => ({ value }));
  return { ...body, properties: { ...body.properties, TXTRecords } };
}

describe('get', () => {
  it('reads values, TTL and the tag that a write presents', async () => {
    const azure = recordSetsOf(() => ({ ...recorded('txt-put-201'), status: 200 }));
    assert.deepEqual(await azure.recordSets.get(ZONE, NAME), {
      ttl: 3600,
      values: ['challengetoken'],
      metadata: {},
      etag: 'd264f5b6-342c-40f4-92e2-91ecdf07a17e',
    });
    assert.deepEqual(azure.lines(), [
      `GET ${ZONE.replace('dnszones', 'dnsZones')}/TXT/${NAME}?api-version=2018-05-01`,
    ]);
  });

  it('is undefined where there is no such set', async () => {
    const { recordSets } = recordSetsOf(() => recorded('record-404'));
    assert.equal(await recordSets.get(ZONE, NAME), undefined);
  });

  it('joins the strings of a long value', async () => {
    const { recordSets } = recordSetsOf(() => ({ status: 200, body: stored([['a', 'b'], ['c']]) }));
    assert.deepEqual((await recordSets.get(ZONE, NAME))?.values, ['ab', 'c']);
  });
});

describe('put', () => {
  it('creates only where nothing is', async () => {
    const azure = recordSetsOf(() => recorded('txt-put-201'));
    assert.equal(await azure.recordSets.put(ZONE, NAME, SET, undefined), 'written');
    const [sent] = azure.sent;
    assert.equal(sent?.headers['if-none-match'], '*');
    assert.equal(sent.headers['if-match'], undefined);
    assert.deepEqual(sent.body, {
      properties: { metadata: { kvcert: 'owner' }, TTL: 60, TXTRecords: [{ value: ['abc'] }] },
    });
  });

  it('replaces only what was read', async () => {
    const azure = recordSetsOf(() => ({ ...recorded('txt-put-201'), status: 200 }));
    await azure.recordSets.put(ZONE, NAME, SET, 'the-etag');
    assert.equal(azure.sent[0]?.headers['if-match'], 'the-etag');
    assert.equal(azure.sent[0].headers['if-none-match'], undefined);
  });

  for (const entry of ['record-put-412-exists', 'record-412-etag-mismatch']) {
    it(`says conflict when somebody was faster: ${entry}`, async () => {
      const { recordSets } = recordSetsOf(() => recorded(entry));
      assert.equal(await recordSets.put(ZONE, NAME, SET, undefined), 'conflict');
    });
  }

  it("leaves strangers' values cut as they were, and cuts new ones at 255 bytes", async () => {
    const long = 'x'.repeat(300);
    const azure = recordSetsOf(({ method }) =>
      method === 'GET'
        ? { status: 200, body: stored([['v=DKIM1; ', 'p=1']]) }
        : recorded('txt-put-201'),
    );
    const read = await azure.recordSets.get(ZONE, NAME);
    const values = [...(read?.values ?? []), long];
    await azure.recordSets.put(ZONE, NAME, { ...SET, values }, read?.etag);
    const { properties } = azure.sent[1]?.body as { properties: { TXTRecords: unknown } };
    assert.deepEqual(properties.TXTRecords, [
      { value: ['v=DKIM1; ', 'p=1'] },
      { value: ['x'.repeat(255), 'x'.repeat(45)] },
    ]);
  });
});

describe('delete', () => {
  it('presents the tag', async () => {
    const azure = recordSetsOf(() => ({ status: 200 }));
    assert.equal(await azure.recordSets.delete(ZONE, NAME, 'the-etag'), 'deleted');
    assert.equal(azure.sent[0]?.method, 'DELETE');
    assert.equal(azure.sent[0].headers['if-match'], 'the-etag');
  });

  it('is done where there is nothing left', async () => {
    assert.equal(
      await recordSetsOf(() => ({ status: 204 })).recordSets.delete(ZONE, NAME, 'e'),
      'deleted',
    );
    const gone = recordSetsOf(() => recorded('record-404'));
    assert.equal(await gone.recordSets.delete(ZONE, NAME, 'e'), 'deleted');
  });

  it('says conflict when the set was changed', async () => {
    const { recordSets } = recordSetsOf(() => recorded('record-412-etag-mismatch'));
    assert.equal(await recordSets.delete(ZONE, NAME, 'e'), 'conflict');
  });
});

describe('refusals', () => {
  it('name the missing action and its scope', async () => {
    const { recordSets } = recordSetsOf(() => recorded('authorization-failed-403'));
    await assert.rejects(recordSets.put(ZONE, NAME, SET, undefined), (error) => {
      assert.ok(isCertError(error, 'ArmForbidden'));
      assert.equal(error.facts.action, 'Microsoft.KeyVault/register/action');
      assert.equal(error.facts.scope, '/subscriptions/{sub}');
      return true;
    });
  });

  const codes = {
    'scope-locked-409': 'ResourceLocked',
    'linked-authorization-failed': 'ArmRefused',
  };
  for (const [entry, code] of Object.entries(codes)) {
    it(`make ${code} of ${entry}`, async () => {
      const { recordSets } = recordSetsOf(() => recorded(entry));
      await assert.rejects(recordSets.get(ZONE, NAME), { code });
    });
  }

  it('are told from an id that is none', async () => {
    const azure = recordSetsOf(() => recorded('record-404'));
    await assert.rejects(azure.recordSets.get('/subscriptions/x', NAME), { code: 'Unexpected' });
    assert.deepEqual(azure.sent, []);
  });
});

it('gives up when aborted', async () => {
  const abort = new AbortController();
  const { recordSets } = recordSetsOf(() => {
    abort.abort();
    return new Promise<never>(() => undefined);
  });
  await assert.rejects(recordSets.put(ZONE, NAME, SET, undefined, abort.signal), {
    code: 'Cancelled',
  });
});
