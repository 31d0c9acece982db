import { once } from 'node:events';
import { join } from 'node:path';
import { run } from 'node:test';
import type { TestReference } from './breakage.ts';

/** How the one test ended. `broken`: by something else than an assertion. */
export type Verdict =
  | { readonly kind: 'passed' }
  | { readonly kind: 'assertion'; readonly message: string }
  | { readonly kind: 'broken'; readonly message: string };

const TEST_TIMEOUT_MS = 5 * 60_000;

/** Runs one named test of a file below `root` and says how it ended. */
export async function runNamedTest(root: string, test: TestReference): Promise<Verdict> {
  const verdicts: Verdict[] = [];
  const others: string[] = [];
  const stream = run({
    cwd: root,
    files: [join(root, test.file)],
    testNamePatterns: [nameAtTheEnd(test.name)],
    signal: AbortSignal.timeout(TEST_TIMEOUT_MS),
  });
  stream.on('test:pass', ({ name, skip }) => {
    if (name !== test.name) {
      return;
    }
    verdicts.push(
      skip === undefined || skip === false
        ? { kind: 'passed' }
        : { kind: 'broken', message: 'the test was skipped' },
    );
  });
  stream.on('test:fail', ({ name, details }) => {
    const { cause } = details.error;
    const message = cause instanceof Error ? cause.message : details.error.message;
    if (name === test.name) {
      verdicts.push({ kind: isAssertion(cause) ? 'assertion' : 'broken', message });
    } else {
      others.push(`${name}: ${message}`);
    }
  });
  stream.resume();
  await once(stream, 'end');
  const [verdict, second] = verdicts;
  if (verdict === undefined) {
    return { kind: 'broken', message: ['no such test ran', ...others].join('; ') };
  }
  return second === undefined
    ? verdict
    : { kind: 'broken', message: `${verdicts.length} tests have this name` };
}

function isAssertion(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_ASSERTION';
}

/** node:test matches against the names of the suites and the test, joined by spaces. */
function nameAtTheEnd(name: string): RegExp {
  return new RegExp(`${name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`);
}
