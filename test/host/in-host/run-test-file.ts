import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { FileResult } from '../../../scripts/test-run/test-file.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { until } from '../until.ts';
import type { Companion } from './build-companion.ts';
import { needsOf } from './needs.ts';
import { personAt, servePerson } from './person.ts';
import { SEAM, type Report } from './seam.ts';
import type { OpenHost } from './window.ts';

export interface HostTestOptions {
  readonly companion: Companion;
  readonly open: OpenHost;
  /** After this time the file is ended and has failed, in milliseconds. */
  readonly timeoutMs: number;
}

/** How long a companion may take to be started, in milliseconds. */
const START_LIMIT_MS = 60_000;

const mocha = resolve(import.meta.dirname, '../../../node_modules/mocha/index.js');

/**
 * Runs one test file in the extension host of a VS Code of its own, in a sandbox of its own. What
 * goes wrong around the tests counts as a failed test.
 */
export async function runHostTestFile(file: string, options: HostTestOptions): Promise<FileResult> {
  const folder = await mkdtemp(join(tmpdir(), 'kvcert-in-host-'));
  try {
    return await runIn(folder, file, options);
  } catch (error) {
    const failure = `✖ ${file} could not be run\n${String((error as Error).stack)}`;
    return { passed: 0, failures: [failure], skips: [], written: '' };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runIn(
  folder: string,
  file: string,
  { companion, open, timeoutMs }: HostTestOptions,
): Promise<FileResult> {
  await using stack = new AsyncDisposableStack();
  const { world, settings = {} } = needsOf(file);
  const sandbox = await startSandbox(world === undefined ? {} : { world });
  stack.defer(sandbox.close);
  const readyFile = join(folder, 'ready.json');
  await writeFile(readyFile, JSON.stringify(sandbox.ready));
  const person = await servePerson();
  stack.defer(person.close);
  const reports = join(folder, 'reports.jsonl');
  const window = await open({
    sandbox: sandbox.ready,
    companion: companion.folder,
    settings,
    env: {
      [SEAM.testFile]: companion.bundleOf(file),
      [SEAM.mocha]: mocha,
      [SEAM.reports]: reports,
      [SEAM.sandbox]: readyFile,
      [SEAM.person]: person.url,
    },
  });
  stack.defer(window.close);
  person.arrive(personAt(window.page));
  const read = () => readReports(reports);
  const begun = await until(() => existsSync(reports), START_LIMIT_MS);
  const ended = begun && (await until(async () => hasEnded(await read()), timeoutMs));
  const result = resultOf(begun ? await read() : [], file);
  const failures = [...result.failures];
  if (!begun) failures.push('✖ the companion was not started');
  else if (!ended) {
    failures.push(
      `✖ ended after ${(timeoutMs / 1000).toFixed(0)} s: a test hangs, or its host died`,
    );
  }
  if (failures.length === 0) return result;
  const evidence = await window.keepEvidence(basename(file));
  return { ...result, failures, written: `Pictures and logs: ${evidence}` };
}

async function readReports(file: string): Promise<readonly Report[]> {
  const text = await readFile(file, 'utf8');
  // The last line may not have been written to its end.
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Report);
}

function hasEnded(reports: readonly Report[]): boolean {
  return reports.some(({ kind }) => kind === 'end');
}

function resultOf(reports: readonly Report[], file: string): FileResult {
  return {
    passed: reports.filter(({ kind }) => kind === 'passed').length,
    failures: reports.flatMap((report) => {
      if (report.kind === 'failed') return [`✖ ${report.title}\n${report.error}`];
      return report.kind === 'end' && report.error !== undefined ? [`✖ ${report.error}`] : [];
    }),
    skips: reports.flatMap((report) =>
      report.kind === 'skipped'
        ? [{ name: `${report.title} (${file})`, reason: 'no reason given' }]
        : [],
    ),
    written: '',
  };
}
