import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Description, Schema } from '../../openapi/description.ts';
import { printFinding } from '../../openapi/finding.ts';
import { createOracle } from '../../openapi/oracle.ts';
import { validateExchange } from '../../openapi/validate-exchange.ts';

const json = (schema: Schema) => ({ content: { 'application/json': { schema } } });
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** Two operations in the style of Azure's descriptions. */
const DESCRIPTION: Description = {
  name: 'keyvault',
  paths: {
    '/things': {
      get: {
        operationId: 'ListThings',
        parameters: [
          { in: 'query', name: 'api-version', required: true, schema: { type: 'string' } },
          { in: 'query', name: 'top', schema: { type: 'integer', maximum: 25 } },
        ],
        responses: {
          200: json({ properties: { value: { type: 'array', items: reference('Thing') } } }),
        },
      },
    },
    '/things/{name}/{version}': {
      put: {
        operationId: 'PutThing',
        parameters: [
          {
            in: 'path',
            name: 'name',
            required: true,
            schema: { type: 'string', pattern: '^[a-z]+$' },
          },
        ],
        requestBody: json(reference('Thing')),
        responses: { 200: json(reference('Thing')), 204: {}, default: json(reference('Error')) },
      },
    },
  },
  components: {
    schemas: {
      Base: { properties: { id: { type: 'string' } } },
      Thing: {
        allOf: [reference('Base')],
        properties: {
          size: { type: 'integer', format: 'int32' },
          tags: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
      Error: { properties: { code: { type: 'string' }, inner: reference('Error') } },
    },
  },
};

const THING = { id: 'x', size: 1, tags: { any: 'thing' } };

const PUT = {
  method: 'PUT',
  url: new URL('https://v.vault.azure.net/things/abc/1'),
  requestBody: THING as unknown,
  status: 200,
  responseBody: THING as unknown,
};
const LIST = {
  method: 'GET',
  url: new URL('https://v.vault.azure.net/things?api-version=1'),
  requestBody: undefined,
  status: 200,
  responseBody: { value: [THING] } as unknown,
};

describe('the oracle', () => {
  const judge = createOracle(DESCRIPTION);
  const at = (path: string) => new URL(path, 'https://v.vault.azure.net');

  const valid: readonly (readonly [string, Parameters<typeof judge>[0]])[] = [
    ['a request with its answer', PUT],
    ['a list', LIST],
    ['an empty last parameter', { ...PUT, url: at('/things/abc') }],
    ['an empty last parameter after a slash', { ...PUT, url: at('/things/abc/') }],
    ['fixed parts in another case', { ...PUT, url: at('/Things/abc/1') }],
    ['an answer without a body', { ...PUT, status: 204, responseBody: undefined }],
    [
      'an error with a recursive schema',
      { ...PUT, status: 409, responseBody: { code: 'a', inner: { code: 'b' } } },
    ],
    ['the body of a refused request', { ...PUT, requestBody: '', status: 401, responseBody: {} }],
    ['a number in the query', { ...LIST, url: at('/things?api-version=1&top=25') }],
  ];
  for (const [what, exchange] of valid) {
    it(`accepts ${what}`, () => {
      assert.deepEqual(judge(exchange).map(printFinding), []);
    });
  }

  const invalid: readonly (readonly [string, Parameters<typeof judge>[0]])[] = [
    ['unknown, request path at PUT /nothing: is not described', { ...PUT, url: at('/nothing') }],
    ['unknown, request path at DELETE /things: is not described', { ...LIST, method: 'DELETE' }],
    [
      'PutThing, request path at name: must match pattern "^[a-z]+$"',
      { ...PUT, url: at('/things/A_/1') },
    ],
    ['ListThings, request query at api-version: is missing', { ...LIST, url: at('/things') }],
    [
      'ListThings, request query at topp: is not declared',
      { ...LIST, url: at('/things?api-version=1&topp=1') },
    ],
    [
      'ListThings, request query at top: must be <= 25',
      { ...LIST, url: at('/things?api-version=1&top=26') },
    ],
    [
      'ListThings, request query at top: must be integer',
      { ...LIST, url: at('/things?api-version=1&top=x') },
    ],
    ['PutThing, request body: is missing', { ...PUT, requestBody: undefined }],
    ['PutThing, request body at sise: is not declared', { ...PUT, requestBody: { sise: 1 } }],
    ['PutThing, response body at size: must be integer', { ...PUT, responseBody: { size: '1' } }],
    [
      'PutThing, response body at tags/a: must be string',
      { ...PUT, responseBody: { tags: { a: 1 } } },
    ],
    [
      'ListThings, response body at value/#/id: must be string',
      { ...LIST, responseBody: { value: [THING, { id: 1 }] } },
    ],
    [
      'ListThings, response body at value/#/ix: is not declared',
      { ...LIST, responseBody: { value: [{ ix: 1 }] } },
    ],
    ['ListThings, status: 404 is not described', { ...LIST, status: 404 }],
    ['PutThing, status: 201 is not described', { ...PUT, status: 201 }],
    ['PutThing, response body: is not declared', { ...PUT, status: 204 }],
    [
      'PutThing, response body at inner/cod: is not declared',
      { ...PUT, status: 400, responseBody: { inner: { cod: '' } } },
    ],
  ];
  for (const [finding, exchange] of invalid) {
    it(`finds: ${finding}`, () => {
      assert.deepEqual(judge(exchange).map(printFinding), [finding]);
    });
  }

  it('separates what the list of deviations explains from what it does not', () => {
    const responseBody = { pending: {}, pemding: {} };
    const verdict = validateExchange('keyvault', judge, { ...PUT, responseBody });
    assert.deepEqual(
      verdict.unexplained.map(({ at: place }) => place),
      ['pemding'],
    );
    assert.deepEqual(
      verdict.deviations.map(({ at: place }) => place.source),
      ['^pending$'],
    );
  });
});
