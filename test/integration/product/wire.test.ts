import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ensureOpenApi } from '../../../scripts/provision/openapi.ts';
import { exchangeOf } from '../../openapi/exchange.ts';
import { printFinding } from '../../openapi/finding.ts';
import { openExchangeValidator } from '../../openapi/validate-exchange.ts';
import type { LogEntry } from '../../sandbox/log/request-log.ts';
import { issuedBy } from './answers.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';
import { describeRequest } from './requests.ts';

const validate = await openExchangeValidator(
  await ensureOpenApi((line) => {
    process.stderr.write(`${line}\n`);
  }),
);

/** What has to be among the requests, else the run has proved nothing. */
const EXPECTED = [
  /^POST contoso-prod\.vault\.azure\.net\/certificates\/wire\/create$/,
  /^POST contoso-prod\.vault\.azure\.net\/certificates\/wire\/pending\/merge$/,
  /^GET contoso-prod\.vault\.azure\.net\/certificates\/wire\/pending$/,
  /^DELETE contoso-prod\.vault\.azure\.net\/certificates\/wire\/pending$/,
  /^PATCH contoso-prod\.vault\.azure\.net\/certificates\/wire\/[0-9a-f]{32}$/,
  /^PATCH contoso-prod\.vault\.azure\.net\/certificates\/wire\/policy$/,
  /^GET contoso-prod\.vault\.azure\.net\/certificates$/,
  /^PUT management\.azure\.com\/.+\/TXT\/_acme-challenge\.wire$/,
  /^DELETE management\.azure\.com\/.+\/TXT\/_acme-challenge\.wire$/,
  /^POST management\.azure\.com\/providers\/Microsoft\.ResourceGraph\/resources$/,
];

describe('every request to Azure and every answer', () => {
  let world: ProductWorld;
  let log: readonly LogEntry[];
  before(async () => {
    world = await startProductWorld();
    const target = 'contoso-prod/wire';
    issuedBy(
      await world.run(
        ...['create', target, '--dns', 'wire.example.com', '--dns', '*.wire.example.com'],
        ...['--profile', 'tlsserver', '--agree-terms', '--output', 'json'],
      ),
    );
    issuedBy(await world.run('renew', target, '--output', 'json'));
    await world.control.fault({
      kind: 'fail',
      match: { api: 'acme', path: '/finalize-order/' },
      status: 403,
      headers: { 'Content-Type': 'application/problem+json' },
      body: { type: 'urn:ietf:params:acme:error:badCSR', detail: 'No.' },
    });
    const undone = await world.run(
      ...['create', target, '--new-version', '--dns', 'wire.example.com', '--key', 'ec-p384'],
      ...['--profile', 'tlsserver'],
    );
    assert.equal(undone.code, 1);
    const shown = [['vaults'], ['list'], ['show', target]];
    for (const args of shown) await world.run(...args);
    log = await world.control.log();
    await assertNothingLeft(world);
  });
  after(() => world.close());

  it('are of all the kinds that a create, a renewal and an undone one bring', () => {
    const requests = log.map(describeRequest);
    for (const pattern of EXPECTED) {
      assert.ok(
        requests.some((request) => pattern.test(request)),
        `${String(pattern)} is not among\n${requests.join('\n')}`,
      );
    }
  });

  it("are as Azure's own OpenAPI descriptions say", () => {
    const azure = log.filter(({ api }) => api === 'keyvault' || api === 'arm');
    for (const entry of azure) {
      const exchange = exchangeOf(entry);
      assert.ok(exchange, `${describeRequest(entry)} was not answered`);
      const verdict = validate(exchange);
      assert.ok(verdict, `${describeRequest(entry)} is in no description`);
      assert.deepEqual(verdict.unexplained.map(printFinding), [], describeRequest(entry));
    }
    assert.ok(azure.length > 40);
  });

  it('are answered without a defect of the sandbox, and come from this product', () => {
    for (const entry of log) {
      assert.equal(entry.error, null);
      assert.match(entry.requestHeaders['user-agent'] ?? '', /^kvcert\/\d/, describeRequest(entry));
    }
  });
});
