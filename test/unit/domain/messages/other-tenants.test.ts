import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lookedAtInVain, signInsTo } from '../../../../src/domain/messages/other-tenants.ts';
import { english } from '../../../../src/domain/translate.ts';

const LOCKED = { id: 'id-1', name: 'Locked', reason: 'AADSTS50076: Use a second factor' };

describe('tenants that could not be looked at', () => {
  it('are nothing to tell of where there are none', () => {
    assert.deepEqual([lookedAtInVain(undefined, english), signInsTo([], english)], [[], []]);
  });

  it('are named with what was said, and with the command that signs in there', () => {
    assert.deepEqual(lookedAtInVain([LOCKED, { ...LOCKED, reason: '' }], english), [
      'The zones of the tenant Locked could not be looked at: AADSTS50076: Use a second factor.',
      'The zones of the tenant Locked could not be looked at.',
    ]);
    const [remedy] = signInsTo([{ ...LOCKED, id: "it's; rm" }], english);
    assert.equal(remedy?.command, `az login --tenant 'it'\\''s; rm'`);
  });

  it('are counted from the fourth on', () => {
    const many = Array.from({ length: 100 }, () => LOCKED);
    assert.deepEqual(lookedAtInVain(many, english).slice(3), [
      'The same is true of other tenants of the account: 97.',
    ]);
    assert.equal(signInsTo(many, english).length, 3);
  });
});
