import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { describe, it } from 'node:test';
import { stateFolder } from '../../../src/cli/folders.ts';

describe('the state folder', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    it(`is below XDG_STATE_HOME where that is set, on ${platform} too`, () => {
      assert.equal(stateFolder({ XDG_STATE_HOME: '/srv/state' }, platform), '/srv/state/kvcert');
    });
  }

  for (const base of [undefined, '', 'state', './state', '~/state']) {
    // XDG Base Directory Specification: paths must be absolute, a relative one is ignored.
    it(`is where Linux puts it where XDG_STATE_HOME is ${JSON.stringify(base)}`, (context) => {
      const before = process.env['XDG_STATE_HOME'];
      context.after(() => {
        if (before === undefined) delete process.env['XDG_STATE_HOME'];
        else process.env['XDG_STATE_HOME'] = before;
      });
      if (base === undefined) delete process.env['XDG_STATE_HOME'];
      else process.env['XDG_STATE_HOME'] = base;
      const expected = join(homedir(), '.local', 'state', 'kvcert');
      assert.equal(stateFolder(process.env, 'linux'), expected);
    });
  }

  it("is the application's data folder elsewhere", () => {
    const folder = stateFolder({}, 'darwin');
    assert.ok(isAbsolute(folder));
    assert.match(folder, /kvcert$/);
  });
});
