import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KqlError } from '../../sandbox/arm/resource-graph/kql-error.ts';
import { evaluate } from '../../sandbox/arm/resource-graph/kql-evaluation.ts';
import { parseQuery } from '../../sandbox/arm/resource-graph/kql-parser.ts';

const ROWS = [
  {
    id: '/b',
    name: 'Beta',
    type: 'microsoft.keyvault/vaults',
    tags: { owner: 'kvcert' },
    properties: { vaultUri: 'https://beta.vault.azure.net/', enabled: true, size: 3 },
  },
  {
    id: '/a',
    name: 'alpha',
    type: 'microsoft.network/dnszones',
    tags: null,
    properties: { nameServers: ['ns1.', 'ns2.'], size: 10 },
  },
  {
    id: '/c',
    name: 'gamma',
    type: 'microsoft.storage/storageaccounts',
    tags: {},
    properties: {},
  },
];
const COLUMNS = ['id', 'name', 'type', 'tags', 'properties'];

function run(query: string): readonly Record<string, unknown>[] {
  return evaluate(parseQuery(query), ROWS, COLUMNS).rows;
}

function ids(query: string): string {
  return run(query)
    .map(({ id }) => String(id).slice(1))
    .join('');
}

describe('where', () => {
  const table: readonly (readonly [condition: string, left: string])[] = [
    ["type == 'microsoft.keyvault/vaults'", 'b'],
    ["type == 'Microsoft.KeyVault/vaults'", ''],
    ["type =~ 'Microsoft.KeyVault/vaults'", 'b'],
    ["type != 'microsoft.keyvault/vaults'", 'ac'],
    ["type !~ 'Microsoft.KeyVault/vaults'", 'ac'],
    ["type in ('microsoft.keyvault/vaults', 'microsoft.network/dnszones')", 'ba'],
    ["type in~ ('Microsoft.KeyVault/vaults', 'Microsoft.Network/dnsZones')", 'ba'],
    ["type in~('Microsoft.KeyVault/vaults')", 'b'],
    ["type !in~ ('Microsoft.KeyVault/vaults')", 'ac'],
    ["type !in ('Microsoft.KeyVault/vaults')", 'bac'],
    ["name contains 'ALPH'", 'a'],
    ["name !contains 'ALPH'", 'bc'],
    ["name startswith 'GA' or name endswith 'TA'", 'bc'],
    ['properties.size > 3', 'a'],
    ['properties.size >= 3 and properties.size < 10', 'b'],
    ['properties.enabled == true', 'b'],
    ["tags.owner == 'kvcert'", 'b'],
    ["tags['owner'] =~ 'KVCERT'", 'b'],
    ["properties.nameServers[1] == 'ns2.'", 'a'],
    ['isnotempty(properties.vaultUri)', 'b'],
    ['isempty(tostring(properties.vaultUri))', 'ac'],
    ['isnull(tags)', 'a'],
    ["name == 'x' or name == 'gamma' and id == '/c'", 'c'],
    ["(name == 'gamma' or name == 'alpha') and id == '/c'", 'c'],
    ["not(name == 'gamma')", 'ba'],
    ["tolower(name) == 'beta'", 'b'],
    ["strcat(name, '!') == 'gamma!'", 'c'],
    ['array_length(properties.nameServers) == 2', 'a'],
  ];
  for (const [condition, left] of table) {
    it(condition, () => {
      assert.equal(ids(`resources | where ${condition}`), left);
    });
  }
});

describe('the other operators', () => {
  it('project keeps what it names, under its name', () => {
    const query =
      "resources | where name == 'Beta' | project id, uri = tostring(properties.vaultUri), owner=tags.owner, none=properties.none";
    assert.deepEqual(run(query), [
      { id: '/b', uri: 'https://beta.vault.azure.net/', owner: 'kvcert', none: null },
    ]);
  });

  it('project names a path by its members', () => {
    const query =
      "Resources | where id == '/b' | project properties.vaultUri, tostring(tags.owner)";
    assert.deepEqual(Object.keys(run(query)[0] ?? {}), ['properties_vaultUri', 'tags_owner']);
  });

  it('extend adds to what is there, and what it adds can be used', () => {
    const query = "resources | extend upper=toupper(name) | where upper == 'BETA'";
    assert.equal(ids(query), 'b');
    assert.deepEqual(Object.keys(run(query)[0] ?? {}), [...COLUMNS, 'upper']);
  });

  it('tostring writes an object as JSON', () => {
    const query = "resources | where id == '/a' | project ns=tostring(properties.nameServers)";
    assert.deepEqual(run(query), [{ ns: '["ns1.","ns2."]' }]);
  });

  it('order is descending unless it says asc', () => {
    assert.equal(ids('resources | order by id asc'), 'abc');
    assert.equal(ids('resources | sort by id'), 'cba');
    assert.equal(ids('resources | order by properties.enabled desc, id desc'), 'bca');
  });

  it('take and limit cut off', () => {
    assert.equal(ids('resources | order by id asc | take 2'), 'ab');
    assert.equal(ids('resources | limit 1'), 'b');
  });

  it('a query may begin with an operator, have comments and line ends', () => {
    assert.equal(ids("where id == '/a'"), 'a');
    assert.equal(ids("resources // all of them\r\n| where id == '/c'\n"), 'c');
  });
});

describe('a query that is refused', () => {
  const table: readonly (readonly [query: string, detail: Record<string, unknown>])[] = [
    [
      'where where',
      { code: 'ParserFailure', line: 1, characterPositionInLine: 11, token: '<EOF>' },
    ],
    ['resources | where', { code: 'ParserFailure', line: 1, token: '<EOF>' }],
    [
      'resources\n| where id = 1',
      { code: 'ParserFailure', line: 2, characterPositionInLine: 11, token: '=' },
    ],
    ['resources where id', { code: 'ParserFailure', token: 'where' }],
    ["resources | where id == 'open", { code: 'ParserFailure', token: "'" }],
    ['resources | wher id', { code: 'ParserFailure', token: 'wher' }],
    ['', { code: 'ParserFailure', line: 1, characterPositionInLine: 0, token: '<EOF>' }],
    [
      "resources | parse id with * '/x'",
      { code: 'InvalidQueryLanguage', line: -1, token: 'parse' },
    ],
    ['resources | summarize count() by type', { code: 'InvalidQueryLanguage', token: 'summarize' }],
    ['resources | join (resources) on id', { code: 'InvalidQueryLanguage', token: 'join' }],
    ['resources | mv-expand tags', { code: 'InvalidQueryLanguage', token: 'mv-expand' }],
    ["resources | where id has 'x'", { code: 'InvalidQueryLanguage', token: 'has' }],
    ['resources | project x=todynamic(id)', { code: 'InvalidQueryLanguage', token: 'todynamic' }],
    ['securityresources | take 1', { code: 'InvalidQueryLanguage', token: 'securityresources' }],
    ['resources | project vaultUri', { code: 'SemanticFailure', token: 'vaultUri' }],
    ['resources | project id | where name == 1', { code: 'SemanticFailure', token: 'name' }],
  ];
  for (const [query, expected] of table) {
    it(JSON.stringify(query), () => {
      assert.throws(
        () => run(query),
        (error: unknown) => {
          assert.ok(error instanceof KqlError);
          const named = Object.keys(expected).map((key) => [key, error.detail[key]]);
          assert.deepEqual(Object.fromEntries(named), expected);
          return true;
        },
      );
    });
  }
});
