/** One way to break the product on purpose, small enough to still build and type-check. */
export interface Breakage {
  /** What is broken, in words. */
  readonly name: string;
  /** The source file, below the root. */
  readonly file: string;
  /** Text that stands exactly once in that file. */
  readonly find: string;
  readonly replace: string;
  /** The test that must turn red by an assertion, and is green without the breakage. */
  readonly test: TestReference;
}

export interface TestReference {
  /** The test file, below the root. */
  readonly file: string;
  /** The name of the test itself, without those of the suites around it. */
  readonly name: string;
}

/**
 * The source with the breakage in it.
 *
 * @throws Error if `find` does not stand exactly once in the source.
 */
export function applyBreakage(source: string, { find, replace, file }: Breakage): string {
  const parts = source.split(find);
  const [before, after] = parts;
  if (parts.length !== 2 || before === undefined || after === undefined) {
    throw new Error(`The text to break stands ${parts.length - 1} times in ${file}, not once.`);
  }
  return before + replace + after;
}
