/**
 * A network of one's own: a Linux network namespace with nothing but a loopback interface, in which
 * port 53 is free and /etc/resolv.conf is a file of the test. Needs root or user namespaces.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface OwnNetwork {
  /**
   * Runs a TypeScript program of this folder in it, with the file that is bound to
   * /etc/resolv.conf as its argument; what it wrote to stdout.
   */
  run(program: string, timeoutMs: number): Promise<string>;
}

/** As root; else as the root of a new user namespace. */
const WAYS = [
  ['--net', '--mount'],
  ['--user', '--map-root-user', '--net', '--mount'],
] as const;

const PROBE_TIMEOUT_MS = 10_000;

/** `resolv.conf program [argument...]`. Where there is no `ip`, sysfs raises the interface too. */
const ENTER = `
set -e
ip link set lo up 2>/dev/null || {
  mount -t sysfs sysfs /sys
  echo 1 >/sys/class/net/lo/flags
}
mount --bind "$1" /etc/resolv.conf
shift
exec "$@"
`;

/** Tries whether this machine lets us have one; the reason in one line if not. */
export async function findOwnNetwork(): Promise<OwnNetwork | { readonly missing: string }> {
  const reasons = new Set<string>();
  for (const way of WAYS) {
    try {
      await withResolvConf((file) => enter(way, [file, 'true'], PROBE_TIMEOUT_MS));
      return {
        run: (program, timeoutMs) =>
          withResolvConf((file) => {
            const command = [process.execPath, join(import.meta.dirname, program), file];
            return enter(way, [file, ...command], timeoutMs);
          }),
      };
    } catch (error) {
      reasons.add(reasonOf(error));
    }
  }
  return { missing: `no network namespace can be had here: ${[...reasons].join('; ')}` };
}

async function enter(
  way: readonly string[],
  command: readonly string[],
  timeoutMs: number,
): Promise<string> {
  const { stdout } = await promisify(execFile)(
    'unshare',
    [...way, 'sh', '-c', ENTER, 'sh', ...command],
    { timeout: timeoutMs },
  );
  return stdout;
}

async function withResolvConf<T>(work: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'kvcert-network-'));
  const file = join(folder, 'resolv.conf');
  try {
    await writeFile(file, '');
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The last line of what was said; before it stands the command. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.trim().split('\n').at(-1) ?? said;
}
