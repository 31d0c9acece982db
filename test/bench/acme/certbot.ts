/** certbot of a pinned version, from PyPI, as a person has it run: a process per certificate. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from '../../../scripts/child-process.ts';
import { provisionCacheFolder } from '../../../scripts/provision/cache-folder.ts';
import { makeOnce } from '../../../scripts/provision/made-once.ts';
import { programOnPath } from '../../../scripts/provision/program-on-path.ts';
import { LANES, type Contestant, type Course } from './contest.ts';

export const CERTBOT_VERSION = '5.8.0';

const INSTALL_MS = 10 * 60_000;
const RUN_MS = 120_000;
const MAIN = 'import sys; from certbot.main import main; sys.exit(main())';

interface Python {
  readonly program: string;
  /** Where certbot's modules are. */
  readonly modules: string;
}

/** undefined, with a line that says why, where certbot cannot be had. */
export async function certbot(progress: (line: string) => void): Promise<Contestant | undefined> {
  try {
    const python = await ensureCertbot(progress);
    return { name: `certbot ${CERTBOT_VERSION}`, prepare: (course) => prepare(python, course) };
  } catch (error) {
    progress(`certbot is left out: ${String(error)}`);
    return undefined;
  }
}

async function ensureCertbot(progress: (line: string) => void): Promise<Python> {
  const program = programOnPath('python3') ?? programOnPath('python');
  if (program === undefined) throw new Error('no python3 on PATH');
  const modules = join(provisionCacheFolder(), `certbot-${CERTBOT_VERSION}`);
  await makeOnce(modules, async ({ content }) => {
    progress(`installing certbot ${CERTBOT_VERSION} with pip ...`);
    const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    const what = ['--target', content, `certbot==${CERTBOT_VERSION}`];
    await succeed(program, [...args, ...what], { timeoutMs: INSTALL_MS });
  });
  return { program, modules };
}

/** Its folders are locked by one process at a time: each lane has its own, with the same account. */
async function prepare(python: Python, course: Course) {
  const folder = await course.newFolder();
  const hook = `printf '%s\\n' "$CERTBOT_VALIDATION" >> '${course.valuesFolder}'/"_acme-challenge.$CERTBOT_DOMAIN"`;
  const run = (lane: string, ...args: readonly string[]): Promise<void> => {
    const folders = ['config', 'work', 'logs'].flatMap((kind) => [
      ...[`--${kind}-dir`, join(folder, lane, kind)],
    ]);
    const common = [...folders, '--server', course.directoryUrl, '--non-interactive'];
    const env = { ...process.env, PYTHONPATH: python.modules, REQUESTS_CA_BUNDLE: course.rootFile };
    return succeed(python.program, ['-c', MAIN, ...args, ...common], { env, timeoutMs: RUN_MS });
  };
  await run('0', 'register', '--agree-tos', '--register-unsafely-without-email');
  for (let lane = 1; lane < LANES; lane++) {
    await cp(join(folder, '0'), join(folder, String(lane)), { recursive: true });
  }
  return {
    issue: async (
      { names: [apex = ''], csrPem }: { names: readonly string[]; csrPem: string },
      lane: number,
    ) => {
      const file = (ending: string): string => join(folder, `${apex}.${ending}`);
      await writeFile(file('csr'), csrPem);
      const files = ['--csr', file('csr'), '--cert-path', file('crt')];
      const chains = ['--chain-path', file('chain'), '--fullchain-path', file('full')];
      const challenge = ['--manual', '--preferred-challenges', 'dns', '--manual-auth-hook', hook];
      await run(String(lane), 'certonly', ...files, ...chains, ...challenge);
      return readFile(file('full'), 'utf8');
    },
  };
}

async function succeed(
  program: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly timeoutMs: number },
): Promise<void> {
  const { ok, output, ending } = await runChild(program, args, { cwd: '/', ...options });
  if (!ok) throw new Error(`${output}\n${ending}`);
}
