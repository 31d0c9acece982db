'use strict';
/**
 * Measures activations in the extension host that it runs in. It is activated with `*`, and the
 * host waits for it before it tells anybody that the start has finished: nothing that waits for
 * `onStartupFinished` is active yet.
 */
const { appendFileSync, readFileSync } = require('node:fs');
const Module = require('node:module');
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

/** By the folder of an extension: how long its `activate` took, in milliseconds. */
const calls = new Map();

const load = Module._load;

/** Hands extensions over with an `activate` that is timed. */
Module._load = function (request, ...rest) {
  const loaded = load.call(this, request, ...rest);
  const folder = [...calls.keys()].find((each) => request.startsWith(each));
  if (folder === undefined || typeof loaded?.activate !== 'function') return loaded;
  const activate = async (context) => {
    const start = performance.now();
    const api = await loaded.activate(context);
    calls.set(folder, performance.now() - start);
    return api;
  };
  return { ...loaded, activate };
};

/**
 * Milliseconds from asking for the activation until it is done, those of the call of `activate`
 * among them, and how many of the processor's.
 */
async function measure(id) {
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined) return { problem: 'is not installed' };
  if (extension.isActive) return { problem: 'was active before it was measured' };
  calls.set(extension.extensionPath, undefined);
  try {
    const used = process.cpuUsage();
    const start = performance.now();
    await extension.activate();
    const ms = performance.now() - start;
    const { user, system } = process.cpuUsage(used);
    const callMs = calls.get(extension.extensionPath);
    if (callMs === undefined) return { problem: 'was loaded in a way that is not known' };
    return { callMs, ms, cpuMs: (user + system) / 1000 };
  } catch (error) {
    return { problem: `could not be activated: ${String(error)}` };
  }
}
