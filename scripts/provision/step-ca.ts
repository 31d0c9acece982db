import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureGoProgram } from './go-program.ts';

/** A small program of ours around step-ca, and the pins. */
const module = join(import.meta.dirname, 'step-ca');

/**
 * The absolute path of a step-ca of the pinned version, built into the cache unless it is there;
 * see step-ca/main.go for what it takes.
 *
 * @param progress receives a line per step that takes time.
 * @throws Error with what is missing and how to get it.
 */
export async function ensureStepCa(progress: (line: string) => void): Promise<string> {
  const [pins, main] = await Promise.all(
    ['go.mod', 'main.go'].map((file) => readFile(join(module, file), 'utf8')),
  );
  const version = /smallstep\/certificates v(\S+)/.exec(pins ?? '')?.[1];
  const oldestGo = /^go (\S+)/m.exec(pins ?? '')?.[1];
  if (version === undefined || oldestGo === undefined || main === undefined) {
    throw new Error(`${module}/go.mod pins neither step-ca nor Go.`);
  }
  const edition = createHash('sha256').update(main).digest('hex').slice(0, 8);
  return ensureGoProgram(
    {
      title: 'step-ca',
      purpose: 'the second ACME server of the tests',
      otherRemedies: [],
      name: 'step-ca',
      version,
      cacheKey: `${version}-${edition}`,
      oldestGo,
      module,
      target: '.',
      ldflags: '-s -w',
    },
    progress,
  );
}
