import { ensureOpenApi } from '../provision/openapi.ts';
import { ensurePebble } from '../provision/pebble.ts';
import { NOTHING, type Outcome } from './outcome.ts';

/**
 * Fetches and builds what npm cannot install, before the tests that need it: in parallel they would
 * all do it at once, and one of them runs where there is no network. Counts only if it fails.
 */
export async function provide(print: (line: string) => void): Promise<Outcome> {
  try {
    await ensurePebble(print);
    await ensureOpenApi(print);
    return NOTHING;
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    return { ...NOTHING, failed: 1 };
  }
}
