import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ensureOpenApi } from '../../../scripts/provision/openapi.ts';
import { printFinding } from '../../openapi/finding.ts';
import { openExchangeValidator } from '../../openapi/validate-exchange.ts';
import { ONE, startArm, testWorld, vaultIn, zoneIn } from '../sandbox/arm-test-world.ts';
import type { Call } from '../sandbox/arm-test-world.ts';

const validate = await openExchangeValidator(
  await ensureOpenApi((line) => {
    process.stderr.write(`${line}\n`);
  }),
);

const ZONES = `/subscriptions/${ONE}/resourceGroups/rg/providers/Microsoft.Network/dnsZones`;
const TXT = `${ZONES}/example.com/TXT/_acme-challenge?api-version=2018-05-01`;
const RECORD_SET = {
  properties: { TTL: 60, TXTRecords: [{ value: ['a'] }], metadata: { owner: 'x' } },
};

/** In this order, with the status that each is to have. */
const CALLS: readonly (readonly [number, Call])[] = [
  [200, { path: '/tenants?api-version=2022-12-01' }],
  [200, { path: '/subscriptions?api-version=2022-12-01' }],
  [200, { path: `/subscriptions/${ONE}?api-version=2022-12-01` }],
  [401, { path: '/subscriptions?api-version=2022-12-01', refused: { failure: 'missing' } }],
  [
    200,
    { path: `/subscriptions/${ONE}/providers/Microsoft.Network/dnszones?api-version=2018-05-01` },
  ],
  [200, { path: `${ZONES}?api-version=2018-05-01` }],
  [200, { path: `${ZONES}/example.com?api-version=2018-05-01` }],
  [404, { path: `${ZONES}/nothing.com?api-version=2018-05-01` }],
  [201, { method: 'PUT', path: TXT, body: RECORD_SET, headers: { 'if-none-match': '*' } }],
  [412, { method: 'PUT', path: TXT, body: RECORD_SET, headers: { 'if-none-match': '*' } }],
  [200, { method: 'PUT', path: TXT, body: RECORD_SET }],
  [200, { path: TXT }],
  [200, { path: `${ZONES}/example.com/TXT?api-version=2018-05-01` }],
  [200, { path: `${ZONES}/example.com/recordsets?api-version=2018-05-01` }],
  [200, { path: `${ZONES}/example.com/all?api-version=2018-05-01` }],
  [403, { path: TXT, roles: [] }],
  [200, { method: 'DELETE', path: TXT }],
  [404, { path: TXT }],
  [204, { method: 'DELETE', path: TXT }],
  [200, query({ query: 'resources', options: { $top: 1, resultFormat: 'objectArray' } })],
  [400, query({ query: 'resources | nonsense' })],
];

function query(body: object): Call {
  const path = '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';
  return { method: 'POST', path, body: { subscriptions: [ONE], ...body } };
}

describe('the ARM stand-in', () => {
  const arm = startArm(
    testWorld({ zones: [zoneIn(ONE, 'example.com')], vaults: [vaultIn(ONE, 'first')] }),
  );

  for (const [status, call] of CALLS) {
    const { method = 'GET', path, body: requestBody } = call;
    it(`answers ${String(status)} to ${method} ${path} as described`, async () => {
      const answer = await arm.call(call);
      assert.equal(answer.status, status);
      const url = new URL(path, 'https://management.azure.com');
      const verdict = validate({ method, url, requestBody, status, responseBody: answer.json });
      assert.deepEqual(verdict?.unexplained.map(printFinding), []);
    });
  }
});
