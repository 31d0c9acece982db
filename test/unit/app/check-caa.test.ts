import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { requireCaaConsent } from '../../../src/app/check-caa.ts';
import type { CaaLookup } from '../../../src/domain/caa.ts';
import { CertError } from '../../../src/domain/errors.ts';
import type { NameServers } from '../../../src/domain/name-servers.ts';

const { signal } = new AbortController();

const LE = { name: "Let's Encrypt", caaIdentities: ['letsencrypt.org'], accountUrl: undefined };

const issue = (value: string) => ({ flags: 0, tag: 'issue', value });
const issuewild = (value: string) => ({ flags: 0, tag: 'issuewild', value });

/** The error of the check, if any, and the names that were looked up. */
async function check(
  lookups: Readonly<Record<string, CaaLookup>>,
  dnsNames: readonly string[],
  ca: Parameters<typeof requireCaaConsent>[2] = LE,
) {
  const asked: string[] = [];
  const caa = (name: string): Promise<CaaLookup> => {
    asked.push(name);
    return Promise.resolve(lookups[name] ?? { kind: 'none' });
  };
  const nameServers: Pick<NameServers, 'caa'> = { caa };
  const error: unknown = await requireCaaConsent(nameServers, dnsNames, ca, signal).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, asked };
}

describe('the consent of CAA records', () => {
  it('is asked for once for a name and its wildcard', async () => {
    const { error, asked } = await check({}, ['a.example', '*.a.example', 'b.example']);
    assert.equal(error, undefined);
    assert.deepEqual(asked, ['a.example', 'b.example']);
  });

  it('is refused with the name, where the records stand, and who they are for', async () => {
    const records = [issue('digicert.com')];
    const lookups = { 'www.a.example': { kind: 'found', owner: 'a.example', records } } as const;
    const { error } = await check(lookups, ['b.example', 'www.a.example']);
    assert.deepEqual(
      error,
      new CertError('CaaForbids', {
        name: 'www.a.example',
        ca: "Let's Encrypt",
        owner: 'a.example',
        identity: 'letsencrypt.org',
        reason: { kind: 'other-issuers', property: 'issue', issuers: ['digicert.com'] },
      }),
    );
  });

  it('is that of issuewild for a wildcard alone', async () => {
    const records = [issue('letsencrypt.org'), issuewild(';')];
    const lookups = { 'a.example': { kind: 'found', owner: 'a.example', records } } as const;
    assert.equal((await check(lookups, ['a.example'])).error, undefined);
    const { error } = await check(lookups, ['a.example', '*.a.example']);
    assert.ok(error instanceof CertError);
    const { name, reason } = error.facts as { name: string; reason: unknown };
    assert.equal(name, '*.a.example');
    assert.deepEqual(reason, { kind: 'nobody', property: 'issuewild' });
  });

  it('may depend on the account', async () => {
    const records = [issue('letsencrypt.org; accounturi=https://ca.example/1')];
    const lookups = { 'a.example': { kind: 'found', owner: 'a.example', records } } as const;
    for (const [accountUrl, allowed] of [
      [undefined, true],
      ['https://ca.example/1', true],
      ['https://ca.example/2', false],
    ] as const) {
      const { error } = await check(lookups, ['a.example'], { ...LE, accountUrl });
      assert.equal(error === undefined, allowed, accountUrl);
    }
  });

  it('is left to the CA where nobody could be asked', async () => {
    const unknown = { kind: 'unknown', owner: 'example', failure: 'ETIMEOUT' } as const;
    assert.equal((await check({ 'a.example': unknown }, ['a.example'])).error, undefined);
  });

  it('is not asked for where the CA does not say who it is', async () => {
    const records = [issue(';')];
    const lookups = { 'a.example': { kind: 'found', owner: 'a.example', records } } as const;
    const { error, asked } = await check(lookups, ['a.example'], { ...LE, caaIdentities: [] });
    assert.deepEqual([error, asked], [undefined, []]);
  });
});
