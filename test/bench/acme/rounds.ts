/** All contestants on all courses, in turns. */
import { type Contestant, type Course, type Runner, timeOf } from './contest.ts';
import { makeJobs } from './jobs.ts';

/** What one contestant took for so many certificates on one course, a figure per round. */
export interface Times {
  readonly contestant: string;
  readonly count: number;
  readonly delayMs: number;
  readonly ms: readonly number[];
}

export interface Plan {
  readonly courses: readonly Course[];
  readonly counts: readonly number[];
  readonly contestants: readonly { readonly contestant: Contestant; readonly rounds: number }[];
  readonly progress: (line: string) => void;
}

interface Entry {
  readonly name: string;
  readonly runner: Runner;
  readonly rounds: number;
  readonly ms: number[];
}

export async function runRounds(plan: Plan): Promise<readonly Times[]> {
  const times: Times[] = [];
  for (const course of plan.courses) {
    for (const count of plan.counts) times.push(...(await runHeat(plan, course, count)));
  }
  return times;
}

async function runHeat(
  { contestants, progress }: Plan,
  course: Course,
  count: number,
): Promise<readonly Times[]> {
  const { delayMs } = course;
  const entries: Entry[] = [];
  for (const { contestant, rounds } of contestants) {
    const runner = await contestant.prepare(course);
    // Code is compiled and connections are open for everybody before the time is taken.
    for (const job of await makeJobs(1)) await (runner.warmUp?.(job) ?? runner.issue(job, 0));
    entries.push({ name: contestant.name, runner, rounds, ms: [] });
  }
  const most = Math.max(...entries.map(({ rounds }) => rounds));
  for (let round = 0; round < most; round++) {
    for (const { name, runner, rounds, ms } of entries) {
      if (round >= rounds) continue;
      const jobs = await makeJobs(count);
      ms.push(Math.round(await timeOf(runner, jobs)));
      progress(`${count} at ${delayMs} ms, ${name}: ${ms.at(-1) ?? 0} ms`);
    }
  }
  return entries.map(({ name, ms }) => ({ contestant: name, count, delayMs, ms }));
}
