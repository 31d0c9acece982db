/** How much is asked of the CA for one certificate with two names, its account known. */
import type { Course } from './contest.ts';
import { makeJobs } from './jobs.ts';
import { ours } from './ours.ts';

export interface Requests {
  readonly twoNames: number;
  /** Of these for a nonce alone. */
  readonly head: number;
}

/** The fewest of five: Pebble may still validate or sign at the first look. */
export async function countRequests(course: Course): Promise<Requests> {
  const counts: Requests[] = [];
  for (const job of await makeJobs(5)) {
    const asked: string[] = [];
    const runner = await ours((request) => asked.push(request)).prepare(course);
    await runner.issue(job, 0);
    const head = asked.filter((request) => request.startsWith('HEAD')).length;
    counts.push({ twoNames: asked.length, head });
  }
  const [fewest = { twoNames: 0, head: 0 }] = counts.toSorted((a, b) => a.twoNames - b.twoNames);
  return fewest;
}
