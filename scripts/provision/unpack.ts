import { runChild } from '../child-process.ts';

export interface UnpackOptions {
  readonly into: string;
  /** How many leading parts of the members' paths are dropped. */
  readonly strip?: number;
  /** What is wanted of the archive; everything without it. */
  readonly members?: readonly string[];
  /** Paths as in the archive; what is below them goes as well. */
  readonly except?: readonly string[];
}

const UNPACK_TIMEOUT_MS = 3 * 60_000;

/** Unpacks a tar archive, compressed or not, with the system's tar. */
export async function unpack(archive: string, options: UnpackOptions): Promise<void> {
  const { into, strip = 0, members = [], except = [] } = options;
  const args = ['-xf', archive, '-C', into, `--strip-components=${strip}`]
    .concat(except.map((path) => `--exclude=${path}`))
    .concat(members);
  const tar = await runChild('tar', args, { cwd: into, timeoutMs: UNPACK_TIMEOUT_MS });
  if (!tar.ok) throw new Error(`tar could not unpack ${archive} (${tar.ending}):\n${tar.output}`);
}
