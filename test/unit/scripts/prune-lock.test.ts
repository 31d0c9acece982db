import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  pruneLock,
  pruneManifest,
  type Lock,
} from '../../../scripts/provision/code-server/prune-lock.ts';

/** app → {native → {helper, shared}, kept → shared (its own), pty}; tool is for developers. */
const LOCK: Lock = {
  packages: {
    '': { dependencies: { native: '1', kept: '1', pty: '1' } },
    'node_modules/native': { dependencies: { helper: '1', shared: '1' } },
    'node_modules/helper': {},
    'node_modules/shared': {},
    'node_modules/kept': { dependencies: { shared: '2' }, peerDependencies: { peer: '1' } },
    'node_modules/kept/node_modules/shared': { optionalDependencies: { deep: '1' } },
    'node_modules/deep': {},
    'node_modules/peer': {},
    'node_modules/pty': {},
    'node_modules/tool': {},
  },
};

describe('pruneLock', () => {
  it('keeps what is still needed, at the place where Node would find it', () => {
    const { packages } = pruneLock(LOCK, ['native']);
    assert.deepEqual(Object.keys(packages), [
      '',
      'node_modules/kept',
      'node_modules/kept/node_modules/shared',
      'node_modules/deep',
      'node_modules/peer',
      'node_modules/pty',
    ]);
    assert.deepEqual(packages['']?.dependencies, { kept: '1', pty: '1' });
  });
});

describe('pruneManifest', () => {
  it('takes out scripts, tools and what is to be absent', () => {
    const manifest = {
      name: 'app',
      scripts: { postinstall: 'compile' },
      devDependencies: { tool: '1' },
      dependencies: { native: '1', kept: '1' },
    };
    const text = JSON.stringify(pruneManifest(manifest, ['native']));
    assert.deepEqual(JSON.parse(text), { name: 'app', dependencies: { kept: '1' } });
  });
});
