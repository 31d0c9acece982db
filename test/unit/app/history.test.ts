import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openHistory } from '../../../src/app/history.ts';
import type { IssuancePlan, IssuedCertificate } from '../../../src/domain/issuance.ts';
import { SkippingClock } from '../acme/test-clock.ts';
import { modeOf, withFolder } from './temporary-folder.ts';

describe('the history', () => {
  it('gets one line for each certificate, without chain and keys', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'history.jsonl');
      const plan = { id: 'a', kind: 'renew', ca: { id: 'letsencrypt' } } as IssuancePlan;
      const issued: IssuedCertificate = {
        vault: 'contoso',
        name: 'www',
        version: 'v1',
        thumbprint: 'ab',
        dnsNames: ['example.com'],
        notBefore: '2026-06-01T00:00:00.000Z',
        notAfter: '2026-08-30T00:00:00.000Z',
        leftovers: [],
        chain: 'PEM',
        steps: [],
      };
      const history = openHistory(file, new SkippingClock());
      await history.add(plan, issued);
      await history.add(plan, { ...issued, version: 'v2' });
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      const { vault, name, version, thumbprint, dnsNames, notAfter } = issued;
      const told = { vault, name, version, thumbprint, dnsNames, notAfter };
      const line = { at: '2026-06-01T00:00:00.000Z', id: 'a', kind: 'renew', ca: 'letsencrypt' };
      assert.deepEqual(
        lines.map((text): unknown => JSON.parse(text)),
        [
          { ...told, ...line },
          { ...told, ...line, version: 'v2' },
        ],
      );
      assert.equal(await modeOf(file), '600');
      assert.equal(await modeOf(folder), '700');
    }));
});
