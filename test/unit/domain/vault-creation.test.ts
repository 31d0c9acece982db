import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainLocation, similarLocations } from '../../../src/domain/vault-creation.ts';

const KNOWN = ['westus', 'eastus2', 'eastus', 'westeurope'].map((name) => ({
  name,
  displayName: name,
}));

describe('a location of Azure', () => {
  it('is the same in words and in one word', () => {
    assert.equal(plainLocation('West Europe'), 'westeurope');
    assert.equal(plainLocation('(US) East US 2'), 'useastus2');
  });

  const similar: readonly (readonly [string, readonly string[]])[] = [
    ['westeurop', ['westeurope']],
    ['East US', ['eastus', 'eastus2']],
    ['westerope', ['westeurope', 'westus']],
    ['mars', ['eastus', 'eastus2', 'westeurope', 'westus']],
  ];
  for (const [typed, meant] of similar) {
    it(`could be ${meant.join(' or ')} where "${typed}" is typed`, () => {
      assert.deepEqual(similarLocations(typed, KNOWN), meant);
    });
  }
});
