import { ensureChromium } from '../provision/chromium.ts';
import { ensureCodeServer } from '../provision/code-server.ts';
import { ensureOpenApi } from '../provision/openapi.ts';
import { ensurePebble } from '../provision/pebble.ts';
import { ensureStepCa } from '../provision/step-ca.ts';
import { NOTHING, type Outcome } from './outcome.ts';

/** Provides something that npm cannot install; says on the way what takes time. */
export type Provision = (print: (line: string) => void) => Promise<unknown>;

export const FOR_THE_SANDBOX: readonly Provision[] = [ensurePebble, ensureOpenApi];

/** Few of the integration tests need a second ACME server. */
export const FOR_INTEGRATION: readonly Provision[] = [ensureStepCa];

export const FOR_PAGES: readonly Provision[] = [ensureChromium];

export const FOR_VS_CODE: readonly Provision[] = [
  (print) => ensureCodeServer('newest', print),
  (print) => ensureCodeServer('oldest', print),
];

/**
 * Fetches and builds what npm cannot install, before the tests that need it: in parallel they would
 * all do it at once, and one of them runs where there is no network. Counts only if it fails.
 */
export async function provide(
  provisions: readonly Provision[],
  print: (line: string) => void,
): Promise<Outcome> {
  try {
    for (const provision of provisions) await provision(print);
    return NOTHING;
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    return { ...NOTHING, failed: 1 };
  }
}
