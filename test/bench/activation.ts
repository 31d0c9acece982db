/**
 * `npm run bench:activation`: how long the packaged extension takes to be activated, beside an
 * extension that does nothing, both in the same extension host of a VS Code that has just started.
 *
 *   npm run bench:activation              builds, packs, and measures in 15 starts
 *   npm run bench:activation -- 30        in 30 starts
 *   npm run bench:activation -- --built   takes the VSIX as it lies in dist/
 *
 * What is measured is the call of `activate`, and the whole of which it is a part: the time from
 * `extension.activate()`, asked for by a third extension, until it is done. There VS Code looks the
 * extension up, makes its context (for which it asks the workbench for the stored state), loads the
 * code and calls `activate`. All but the last two are in the time of the empty extension, too. Each start first activates another empty one, as the first activation of a
 * host pays for what all later ones find; then ours and the empty one take turns at being first.
 * Beside it stands the processor time of the host meanwhile: other work on the machine lengthens that
 * much less.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BUILD, PACKAGE, runCheck } from '../../scripts/test-run/static-checks.ts';
import { startEditor } from '../host/editor.ts';
import { extensionId } from '../host/packaged-extension.ts';
import { until } from '../host/until.ts';

/** Milliseconds that our `activate` may take beyond an empty one, by the median. */
const BUDGET_MS = 15;

const STARTS = 15;
const RUN_LIMIT_MS = 60_000;

const root = resolve(import.meta.dirname, '../..');
const WARM_UP = 'empty-first';
const EMPTY = 'empty';

interface Activation {
  readonly id: string;
  /** Of the call of `activate`. */
  readonly callMs?: number;
  /** Of the whole activation. */
  readonly ms?: number;
  readonly cpuMs?: number;
  readonly problem?: string;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { built: { type: 'boolean', default: false } },
});
if (!values.built) {
  for (const step of [BUILD, PACKAGE]) {
    const { ok, output } = await runCheck(step, root);
    if (!ok) throw new Error(output);
  }
}
const ours = await extensionId();
const runs = await measure(ours, Number(positionals[0] ?? STARTS));
console.log(table(runs, ours));

async function measure(id: string, starts: number): Promise<readonly Activation[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'kvcert-stopwatch-'));
  try {
    const empties = await Promise.all([WARM_UP, EMPTY].map((name) => emptyExtension(folder, name)));
    const [warmUp = '', empty = ''] = empties.map(({ id: each }) => each);
    const file = join(folder, 'runs.jsonl');
    const order = (run: number) => (run % 2 === 0 ? [warmUp, empty, id] : [warmUp, id, empty]);
    const nextOrder = (run: number) =>
      writeFile(join(folder, 'order.json'), JSON.stringify(order(run)));
    await nextOrder(0);
    const editor = await startEditor({
      extensions: [join(import.meta.dirname, 'stopwatch'), ...empties.map(({ place }) => place)],
      env: { KVCERT_STOPWATCH_FOLDER: folder },
    });
    try {
      const page = await editor.openWindow();
      for (let run = 0; run < starts; run += 1) {
        const done = async () => (await readRuns(file)).length > run;
        if (!(await until(done, RUN_LIMIT_MS))) throw new Error('A start was not measured.');
        await nextOrder(run + 1);
        if (run + 1 < starts) await editor.reloadWindow(page);
      }
    } finally {
      await editor.close();
    }
    return await readRuns(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function emptyExtension(
  folder: string,
  name: string,
): Promise<Record<'id' | 'place', string>> {
  const place = join(folder, name);
  const publisher = 'kvcert-tests';
  await mkdir(place);
  const manifest = {
    ...{ name, publisher, version: '0.0.1', engines: { vscode: '^1.105.0' } },
    ...{ main: './extension.cjs', activationEvents: ['onStartupFinished'] },
    extensionKind: ['workspace'],
  };
  await writeFile(join(place, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(place, 'extension.cjs'), 'exports.activate = () => undefined;\n');
  return { id: `${publisher}.${name}`, place };
}

async function readRuns(file: string): Promise<readonly Activation[][]> {
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Activation[]);
}

function table(runs: readonly Activation[][], id: string): string {
  const all = runs.flat();
  const problem = all.find((each) => each.problem !== undefined);
  if (problem) throw new Error(`${problem.id} ${problem.problem ?? ''}.`);
  const own = all.filter((each) => each.id === id);
  const empty = all.filter((each) => each.id.endsWith(`.${EMPTY}`));
  const row = (
    what: string,
    time: 'callMs' | 'ms' | 'cpuMs',
  ): { lines: string[]; difference: number } => {
    const [mine, others] = [own, empty].map((list) => list.map((each) => each[time] ?? NaN));
    const [a, b] = [median(mine ?? []), median(others ?? [])];
    return {
      lines: [
        `${what}, medians of ${runs.length} starts`,
        `  ${id.padEnd(18)}  ${span(mine ?? [])}`,
        `  an empty extension  ${span(others ?? [])}`,
        `  difference          ${ms(a - b)}; the ratio is ${(a / b).toFixed(1)}`,
      ],
      difference: a - b,
    };
  };
  const time = row('Time of the call of activate()', 'callMs');
  const verdict = time.difference <= BUDGET_MS ? 'it holds' : 'EXCEEDED';
  return [
    ...time.lines,
    `  budget              ${ms(BUDGET_MS)}: ${verdict}`,
    ...row('Time from asking for the activation, with loading the code, until it is done', 'ms')
      .lines,
    ...row('Processor time of the extension host meanwhile', 'cpuMs').lines,
  ].join('\n');
}

function span(list: readonly number[]): string {
  const [least, most] = [Math.min(...list), Math.max(...list)].map(ms);
  return `${ms(median(list))} (from ${least ?? ''} to ${most ?? ''})`;
}

function median(list: readonly number[]): number {
  const sorted = list.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
