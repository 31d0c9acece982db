import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { outliveBrokenStreams, type OutlivingProcess } from '../../../src/cli/broken-streams.ts';

function broken(name: 'stdout' | 'stderr', code: string) {
  const stderr = new PassThrough({ encoding: 'utf8' });
  const process: OutlivingProcess = { stdout: new PassThrough(), stderr };
  outliveBrokenStreams(process);
  process[name].emit('error', Object.assign(new Error(`write ${code}`), { code }));
  return { exitCode: process.exitCode, said: stderr.read() as string | null };
}

describe('a stream that breaks', () => {
  for (const [name, code] of [
    ['stdout', 'EPIPE'],
    ['stderr', 'EPIPE'],
    ['stderr', 'EIO'],
  ] as const) {
    it(`changes nothing where it is ${name} with ${code}`, () => {
      assert.deepEqual(broken(name, code), { exitCode: undefined, said: null });
    });
  }

  it('is a failure where the result is lost that somebody waits for', () => {
    assert.deepEqual(broken('stdout', 'ENOSPC'), {
      exitCode: 1,
      said: 'kvcert: The result could not be written: write ENOSPC\n',
    });
  });
});
