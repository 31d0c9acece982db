/** How a look into several vaults ends. */
import type { FoundInVaults } from '../app/each-vault.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import type { Output } from './output.ts';

/** Some vaults could not be read: 3; none could: what the first one says. They are told. */
export function endOfLook(
  output: Output,
  { vaults, failures }: Pick<FoundInVaults<unknown>, 'vaults' | 'failures'>,
): number {
  if (!output.json) for (const { error } of failures) output.error(error);
  const [first] = failures;
  if (!first) return EXIT.done;
  return failures.length < vaults ? EXIT.someFailed : exitCodeOf(first.error.code);
}
