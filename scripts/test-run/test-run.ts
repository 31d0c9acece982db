import { availableParallelism } from 'node:os';
import { add, NOTHING } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { OpenHost } from '../../test/host/in-host/window.ts';
import { runHostTests } from './host-tests.ts';
import { runNodeTests } from './node-tests.ts';
import { sideBySide } from './side-by-side.ts';
import { runCheck } from './static-checks.ts';
import type { StaticCheck } from './static-checks.ts';

type Print = (line: string) => void;

/** The tools are heavy on memory: more than two at a time gain nothing. */
const CHECKS_AT_A_TIME = 2;

/** A VS Code is a server, an extension host and a browser. */
export const CORES_OF_VS_CODE = 2;

/** The workbench is not ours, and loses a click now and then. A product that fails does so again. */
export const ATTEMPTS_IN_VS_CODE = 2;

/** Test files of one kind. */
export interface TestStage {
  /** Paths below the root. */
  readonly files: readonly string[];
  /** After this time a file is ended and has failed, in milliseconds. */
  readonly timeoutMs: number;
  /** How many cores a file can keep busy; default 1. */
  readonly cores?: number;
  /** How often a file may run until it passes; default 1. */
  readonly attempts?: number;
}

/** Runs the stages of a test run one after the other and adds up what they come to. */
export class TestRun {
  readonly #root: string;
  readonly #print: Print;
  #outcome = NOTHING;

  constructor(root: string, print: Print) {
    this.#root = root;
    this.#print = print;
  }

  get outcome(): Outcome {
    return this.#outcome;
  }

  /** Runs tools side by side; says of each in one line how it went. False if one failed. */
  async checks(list: readonly StaticCheck[]): Promise<boolean> {
    const before = this.#outcome.failed;
    await sideBySide(
      list,
      CHECKS_AT_A_TIME,
      async (check) => {
        const start = performance.now();
        const result = await runCheck(check, this.#root);
        return { ...result, seconds: seconds(start) };
      },
      ({ name }, { ok, output, ending, seconds: took }) => {
        const text = output.trim();
        this.#print(`${name} ... ${ok ? 'ok' : `FAILED (${ending})`} (${took} s)`);
        if (!ok && text !== '') {
          this.#print(text.replaceAll(/^/gm, '    '));
        }
        this.#count({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skips: [] });
      },
    );
    return this.#outcome.failed === before;
  }

  /** Runs files of node:test, each with as many cores as it needs. */
  async tests(name: string, stage: TestStage): Promise<void> {
    const { cores = 1, ...rest } = stage;
    await this.stage(name, (print) =>
      runNodeTests({ ...rest, root: this.#root, concurrency: atATime(cores), print }),
    );
  }

  /** Runs files of mocha in the extension host of a VS Code. */
  async hostTests(name: string, open: OpenHost, stage: TestStage): Promise<void> {
    const { files, timeoutMs, attempts = 1 } = stage;
    const concurrency = atATime(CORES_OF_VS_CODE);
    await this.stage(name, (print) =>
      runHostTests({ files, open, concurrency, timeoutMs, attempts, print }),
    );
  }

  /** Runs a stage with a heading before it and its time after it. False if something failed. */
  async stage(name: string, run: (print: Print) => Promise<Outcome>): Promise<boolean> {
    const start = performance.now();
    this.#print(`${name} ...`);
    const outcome = await run(this.#print);
    const { passed, failed } = outcome;
    this.#print(`${name} ... ${passed} passed, ${failed} failed in ${seconds(start)} s`);
    this.#count(outcome);
    return failed === 0;
  }

  #count(outcome: Outcome): void {
    this.#outcome = add(this.#outcome, outcome);
  }
}

/** How many things that keep so many cores busy are run side by side. */
function atATime(cores: number): number {
  return Math.max(1, Math.floor(availableParallelism() / cores));
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
