import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { describe, it } from 'node:test';
import { stateFolder } from '../../../src/cli/folders.ts';
import { explain } from '../../../src/domain/error-catalogue.ts';
import { isCertError } from '../../../src/domain/errors.ts';
import { english } from '../../../src/domain/translate.ts';

describe('the state folder', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    it(`is below XDG_STATE_HOME where that is set, on ${platform} too`, async () => {
      const folder = await stateFolder({ XDG_STATE_HOME: '/srv/state' }, platform);
      assert.equal(folder, '/srv/state/kvcert');
    });
  }

  for (const base of [undefined, '', 'state', './state', '~/state']) {
    // XDG Base Directory Specification: paths must be absolute, a relative one is ignored.
    it(`is where Linux puts it where XDG_STATE_HOME is ${JSON.stringify(base)}`, async (context) => {
      const before = process.env['XDG_STATE_HOME'];
      context.after(() => {
        if (before === undefined) delete process.env['XDG_STATE_HOME'];
        else process.env['XDG_STATE_HOME'] = before;
      });
      if (base === undefined) delete process.env['XDG_STATE_HOME'];
      else process.env['XDG_STATE_HOME'] = base;
      const expected = join(homedir(), '.local', 'state', 'kvcert');
      assert.equal(await stateFolder(process.env, 'linux'), expected);
    });
  }

  it("is the application's data folder elsewhere", async () => {
    const folder = await stateFolder({}, 'darwin');
    assert.ok(isAbsolute(folder));
    assert.match(folder, /kvcert$/);
  });

  const HOMELESS: readonly (readonly [string, () => string])[] = [
    ['unknown', () => assert.fail('uv_os_homedir returned ENOENT')],
    ['empty', () => ''],
    ['relative', () => 'home/anna'],
  ];
  for (const [what, home] of HOMELESS) {
    it(`is nowhere where the home folder is ${what} and XDG_STATE_HOME is not set`, async () => {
      await assert.rejects(stateFolder({}, 'linux', home), (error) => {
        assert.ok(isCertError(error, 'StateUnwritable'));
        const { remedies } = explain(error, english, 'command-line');
        return remedies.some(({ text }) => text.includes('XDG_STATE_HOME'));
      });
      const folder = await stateFolder({ XDG_STATE_HOME: '/srv/state' }, 'linux', home);
      assert.equal(folder, '/srv/state/kvcert');
    });
  }
});
