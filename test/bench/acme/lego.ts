/** lego, where it is installed, as a person has it run: a process per certificate. */
import { chmod, cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from '../../../scripts/child-process.ts';
import { programOnPath } from '../../../scripts/provision/program-on-path.ts';
import { LANES, type Contestant, type Course, type Job } from './contest.ts';

const RUN_MS = 120_000;

/** undefined, with a line that says so, where it is not on PATH. */
export async function lego(progress: (line: string) => void): Promise<Contestant | undefined> {
  const program = programOnPath('lego');
  if (program === undefined) {
    progress('lego is left out: not on PATH');
    return undefined;
  }
  const said = await runChild(program, ['--version'], { cwd: '/', timeoutMs: RUN_MS });
  const version = /\d+\.\d+\.\d+/.exec(said.stdout)?.[0] ?? '';
  return {
    name: `lego ${version}`.trim(),
    prepare: (course) => prepare(program, course),
  };
}

/** It registers in its first run: one certificate is had before the time is taken. */
async function prepare(program: string, course: Course) {
  const folder = await course.newFolder();
  const hook = join(folder, 'hook.sh');
  const record = `name=\${2%.}; printf '%s\\n' "$3" >> '${course.valuesFolder}'/"$name"`;
  await writeFile(hook, `#!/bin/sh\n[ "$1" = present ] || exit 0\n${record}\n`);
  await chmod(hook, 0o755);
  const issue = async (job: Job, lane: number): Promise<string> => {
    const [apex = ''] = job.names;
    const csr = join(folder, `${apex}.csr`);
    await writeFile(csr, job.csrPem);
    const account = [
      '--server',
      course.directoryUrl,
      '--accept-tos',
      '--email',
      'bench@example.com',
    ];
    const path = join(folder, String(lane));
    const dns = ['--dns', 'exec', '--dns.propagation-wait', '0s', '--csr', csr, '--path', path];
    const env = {
      ...process.env,
      EXEC_PATH: hook,
      EXEC_SEQUENCE_INTERVAL: '0',
      LEGO_CA_CERTIFICATES: course.rootFile,
    };
    const args = [...account, ...dns, 'run'];
    const { ok, output, ending } = await runChild(program, args, {
      cwd: '/',
      env,
      timeoutMs: RUN_MS,
    });
    if (!ok) throw new Error(`${output}\n${ending}`);
    const certificates = join(path, 'certificates');
    const file = (await readdir(certificates)).find((name) => name === `${apex}.crt`);
    return readFile(join(certificates, file ?? ''), 'utf8');
  };
  return {
    issue,
    warmUp: async (job: Job): Promise<void> => {
      await issue(job, 0);
      for (let lane = 1; lane < LANES; lane++) {
        await cp(join(folder, '0'), join(folder, String(lane)), { recursive: true });
      }
    },
  };
}
