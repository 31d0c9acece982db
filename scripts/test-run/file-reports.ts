import { relative } from 'node:path';

type Print = (line: string) => void;

interface FileReport {
  readonly written: string[];
  readonly failures: string[];
}

/** Collects what test files write and how they fail, as several of them run at the same time. */
export class FileReports {
  readonly #root: string;
  readonly #reports = new Map<string, FileReport>();
  #failed = 0;

  constructor(root: string) {
    this.#root = root;
  }

  /** Number of failures in what was printed. */
  get failed(): number {
    return this.#failed;
  }

  of(file: string | undefined): FileReport {
    const name = file ?? this.#root;
    const report = this.#reports.get(name) ?? { written: [], failures: [] };
    this.#reports.set(name, report);
    return report;
  }

  /** Prints the line of a file that has ended, and all about it if it failed. */
  print(file: string, facts: string, print: Print): void {
    const { written, failures } = this.of(file);
    this.#reports.delete(file);
    this.#failed += failures.length;
    const mark = failures.length > 0 ? 'FAILED' : 'ok    ';
    print(`  ${mark} ${relative(this.#root, file)} (${facts})`);
    if (failures.length > 0) {
      for (const line of [...failures, written.join('')].join('\n').trimEnd().split('\n')) {
        print(`    ${line}`);
      }
    }
  }

  /** For files that never got as far as a summary: they could not be loaded, or were ended. */
  printRest(print: Print): void {
    for (const [file, { failures }] of [...this.#reports]) {
      if (failures.length > 0) {
        this.print(file, 'did not end properly', print);
      }
    }
  }
}
