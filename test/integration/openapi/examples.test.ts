import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ensureOpenApi } from '../../../scripts/provision/openapi.ts';
import type { Description, DescriptionName } from '../../openapi/description.ts';
import { readDescription, resolve } from '../../openapi/description.ts';
import type { Exchange } from '../../openapi/exchange.ts';
import { printFinding } from '../../openapi/finding.ts';
import { createOracle } from '../../openapi/oracle.ts';
import { validateExchange } from '../../openapi/validate-exchange.ts';

const folder = await ensureOpenApi((line) => {
  process.stderr.write(`${line}\n`);
});

/** How many examples each description has, and which of them its own schemas do not allow. */
const EXPECTED: Readonly<
  Record<DescriptionName, { count: number; contradictions: readonly string[] }>
> = {
  keyvault: {
    count: 74,
    contradictions: [
      // The example shows an operation instead of a certificate.
      ...['csr', 'cancellation_requested', 'issuer', 'request_id', 'status', 'target'].map(
        (member) => `GetCertificate, response body at ${member}: is not declared`,
      ),
      // Trimmed for brevity with an ellipsis.
      'MergeCertificate, response body at cer: must match format "byte"',
    ],
  },
  dns: {
    count: 61,
    contradictions: ['nextLink', 'value'].map(
      (member) =>
        `DnsResourceReference_GetByTargetResources, response body at ${member}: is not declared`,
    ),
  },
  resourcegraph: {
    count: 12,
    contradictions: ['count', 'data', 'errors', 'totalRecords'].map(
      (member) => `Resources, response body at facets/#/${member}: is not declared`,
    ),
  },
  'resources-subscriptions': { count: 2, contradictions: [] },
  'authorization-authorization-RACalls': {
    count: 10,
    // One assignment stands where a list should.
    contradictions: ['List', 'ListForResource', 'ListForResourceGroup', 'ListForScope'].flatMap(
      (operation) =>
        ['id', 'name', 'properties', 'type'].map(
          (member) => `RoleAssignments_${operation}, response body at ${member}: is not declared`,
        ),
    ),
  },
};

describe("the descriptions' own examples", () => {
  for (const name of Object.keys(EXPECTED) as DescriptionName[]) {
    it(`are as ${name} says, with known exceptions`, async () => {
      const description = await readDescription(folder, name);
      const judge = createOracle(description);
      const examples = examplesOf(description);
      const findings = examples
        .flatMap((example) => validateExchange(name, judge, example).unexplained)
        .filter(({ part }) => part === 'response body' || part === 'status')
        .map(printFinding);
      assert.equal(examples.length, EXPECTED[name].count);
      assert.deepEqual([...new Set(findings)].sort(), [...EXPECTED[name].contradictions].sort());
    });
  }
});

/** Each example answer with a request that leads to its operation. */
function examplesOf({ paths, components }: Description): Exchange[] {
  return Object.entries(paths).flatMap(([template, item]) =>
    Object.entries(item).flatMap(([method, operation]) =>
      Object.entries(operation?.responses ?? {}).flatMap(([status, response]) => {
        const examples = response?.content?.['application/json']?.examples ?? {};
        return Object.values(examples).map((example) => ({
          method: method.toUpperCase(),
          url: new URL(`https://host${template.replaceAll(/\{[^}]*\}/g, 'a')}`),
          requestBody: undefined,
          status: Number(status),
          responseBody: resolve(components.examples, example).value,
        }));
      }),
    ),
  );
}
