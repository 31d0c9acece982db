/** A test, a check or a breakage that did not run, and why. */
export interface Skip {
  readonly name: string;
  readonly reason: string;
}

/** What a stage of the test run came to. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skips: readonly Skip[];
}

export const NOTHING: Outcome = { passed: 0, failed: 0, skips: [] };

/** The sum of two outcomes. */
export function add(a: Outcome, b: Outcome): Outcome {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skips: [...a.skips, ...b.skips],
  };
}

/** The last line of a run: `12 passed, 0 failed`, with `, 2 skipped` where some were. */
export function closingLine({ passed, failed, skips }: Outcome): string {
  const skipped = skips.length > 0 ? `, ${skips.length} skipped` : '';
  return `${passed} passed, ${failed} failed${skipped}`;
}

/** A run is good if something ran and nothing failed. */
export function exitCode({ passed, failed }: Outcome): 0 | 1 {
  return failed === 0 && passed > 0 ? 0 : 1;
}
