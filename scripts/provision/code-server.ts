import { join } from 'node:path';
import { provisionCacheFolder } from './cache-folder.ts';
import { installPackages } from './code-server/install-packages.ts';
import { NEWEST, OLDEST, type CodeServerRelease } from './code-server/releases.ts';
import { makeOnce } from './made-once.ts';
import { takePackage } from './npm.ts';
import { unpack } from './unpack.ts';

/** A VS Code that is used in a browser. The Node that runs us runs it. */
export interface CodeServer {
  /** That of the VS Code in it: `1.139.1`. */
  readonly version: string;
  /** The script that Node starts. */
  readonly entry: string;
}

/** `oldest` is the VS Code that package.json names in `engines`. */
export type Age = 'newest' | 'oldest';

const RELEASES: Readonly<Record<Age, CodeServerRelease>> = { newest: NEWEST, oldest: OLDEST };

/** A folder of another recipe is never taken for one of this. */
const RECIPE = 2;

/**
 * Provides VS Code with its workbench and its Node extension host from the npm package code-server,
 * without a compiler: native modules that npm carries no binary of are left out or replaced.
 *
 * @param progress receives a line per step that takes time.
 * @throws Error with what went wrong and what is needed.
 */
export async function ensureCodeServer(
  age: Age,
  progress: (line: string) => void,
): Promise<CodeServer> {
  const release = RELEASES[age];
  const { version } = release.package;
  if (process.platform !== 'linux') {
    throw new Error(
      `VS Code in the browser (code-server ${version}) runs on Linux only, and this is ${process.platform}.`,
    );
  }
  const folder = join(provisionCacheFolder(), 'code-server', `${version}-recipe-${RECIPE}`);
  try {
    await makeOnce(folder, async ({ content, temporary }) => {
      progress(`VS Code: taking code-server ${version} from npm (once, 45 MB and packages) ...`);
      await unpack(await takePackage(release.package, temporary), {
        into: content,
        strip: 1,
        except: release.withoutExtensions.map((name) => `package/lib/vscode/extensions/${name}`),
      });
      await installPackages(content, { without: [], replaced: release.replacedInServer });
      await installPackages(join(content, 'lib', 'vscode'), {
        without: release.withoutPackages,
        replaced: release.replacedInVsCode,
      });
    });
  } catch (error) {
    throw new Error(
      [
        `VS Code for the tests (npm package code-server ${version}) is missing:`,
        `  - ${(error as Error).message}`,
        'npm and tar must be on PATH, and the npm registry must be reachable.',
      ].join('\n'),
      { cause: error },
    );
  }
  return { version: release.vsCode, entry: join(folder, 'out', 'node', 'entry.js') };
}
