import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SharedResult } from '../../../src/acme/shared-result.ts';
import { isCertError } from '../../../src/domain/errors.ts';

/** A shared result whose runs are ended by the test. */
function shared() {
  const runs: (PromiseWithResolvers<string> & { signal: AbortSignal })[] = [];
  const result = new SharedResult<string>((signal) => {
    const run = { ...Promise.withResolvers<string>(), signal };
    runs.push(run);
    return run.promise;
  }, 'a test');
  return { result, runs };
}

describe('SharedResult', () => {
  it('is made once for all who ask, then and later', async () => {
    const { result, runs } = shared();
    const both = [result.get(), result.get()];
    runs[0]?.resolve('made');
    assert.deepEqual(await Promise.all(both), ['made', 'made']);
    assert.equal(await result.get(), 'made');
    assert.equal(runs.length, 1);
  });

  it('is made again after a failure', async () => {
    const { result, runs } = shared();
    const failing = result.get();
    runs[0]?.reject(new Error('down'));
    await assert.rejects(failing, /down/);
    const again = result.get();
    runs[1]?.resolve('up');
    assert.equal(await again, 'up');
  });

  it('goes on for the others when one cancels', async () => {
    const { result, runs } = shared();
    const controller = new AbortController();
    const leaving = result.get(controller.signal);
    const staying = result.get();
    controller.abort();
    await assert.rejects(leaving, (error) => isCertError(error, 'Cancelled'));
    const [run] = runs;
    assert.equal(run?.signal.aborted, false);
    run.resolve('made');
    assert.equal(await staying, 'made');
  });

  it('is cancelled when nobody is left, and begun anew for the next', async () => {
    const { result, runs } = shared();
    const controller = new AbortController();
    const leaving = result.get(controller.signal);
    controller.abort();
    await assert.rejects(leaving, (error) => isCertError(error, 'Cancelled'));
    assert.equal(runs[0]?.signal.aborted, true);
    const next = result.get();
    runs[1]?.resolve('anew');
    assert.equal(await next, 'anew');
  });
});
