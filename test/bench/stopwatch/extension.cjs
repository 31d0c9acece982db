'use strict';
/**
 * Measures activations in the extension host that it runs in. It is activated with `*`, and the
 * host waits for it before it tells anybody that the start has finished: nothing that waits for
 * `onStartupFinished` is active yet.
 */
const { appendFileSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { performance } = require('node:perf_hooks');
const { setTimeout: sleep } = require('node:timers/promises');
const vscode = require('vscode');

/** The workbench draws itself meanwhile; it shares the machine with the host. */
const CALM_MS = 2000;

exports.activate = async () => {
  const folder = process.env.KVCERT_STOPWATCH_FOLDER;
  const order = JSON.parse(readFileSync(join(folder, 'order.json'), 'utf8'));
  await sleep(CALM_MS);
  const run = [];
  for (const id of order) run.push({ id, ...(await measure(id)) });
  appendFileSync(join(folder, 'runs.jsonl'), `${JSON.stringify(run)}\n`);
};

/** Milliseconds from asking for the activation until it is done, and how many of the processor's. */
async function measure(id) {
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined) return { problem: 'is not installed' };
  if (extension.isActive) return { problem: 'was active before it was measured' };
  try {
    const used = process.cpuUsage();
    const start = performance.now();
    await extension.activate();
    const ms = performance.now() - start;
    const { user, system } = process.cpuUsage(used);
    return { ms, cpuMs: (user + system) / 1000 };
  } catch (error) {
    return { problem: `could not be activated: ${String(error)}` };
  }
}
