import assert from 'node:assert/strict';
import { hostname, userInfo } from 'node:os';
import { describe, it } from 'node:test';
import { ownerOf } from '../../../src/app/owner.ts';

describe('who is at work', () => {
  it('is the user on this host', () => {
    assert.equal(ownerOf(process), `${userInfo().username}@${hostname()}`);
  });

  it('is the id of a user without a name', () => {
    const nameless = (): never => {
      throw new Error('A system error occurred: uv_os_get_passwd returned ENOENT');
    };
    assert.equal(ownerOf({ getuid: () => 54_321 }, nameless), `54321@${hostname()}`);
    assert.equal(ownerOf({}, nameless), `unknown@${hostname()}`);
  });
});
