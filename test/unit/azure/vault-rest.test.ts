import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createVaultRest } from '../../../src/azure/vault-rest.ts';
import { keyVaultError } from '../../../src/azure/key-vault-errors.ts';
import { scriptedAzure } from './scripted-azure.ts';
import { challenging } from './scripted-vault.ts';

const ORIGIN = 'https://vaultname.vault.azure.net';

/** All hosts that were asked, with what was found. */
async function list(nextLink: string) {
  const azure = scriptedAzure(
    challenging(({ url }) => ({
      status: 200,
      body: url.searchParams.has('maxresults') ? { value: [1], nextLink } : { value: [2] },
    })),
  );
  const rest = createVaultRest(ORIGIN, azure.context);
  const found: unknown[] = [];
  const call = { path: '/deletedcertificates', doing: 'listing' };
  const explain = (refusal: Parameters<typeof keyVaultError>[1]) => keyVaultError('v', refusal);
  for await (const page of rest.pages({ ...call, explain }, undefined)) found.push(...page);
  return { found, hosts: [...new Set(azure.sent.map(({ url }) => url.host))] };
}

describe('the pages of a list', () => {
  for (const nextLink of [
    `${ORIGIN}/deletedcertificates?api-version=2025-07-01&$skiptoken=x`,
    'https://elsewhere.example/deletedcertificates?$skiptoken=x',
    `${ORIGIN}//elsewhere.example/deletedcertificates?$skiptoken=x`,
    `${ORIGIN}/\\elsewhere.example/deletedcertificates?$skiptoken=x`,
  ]) {
    it(`are asked of the vault alone, with its token: ${nextLink}`, async () => {
      const { found, hosts } = await list(nextLink);
      assert.deepEqual(found, [1, 2]);
      assert.deepEqual(hosts, ['vaultname.vault.azure.net']);
    });
  }
});
