import { readFile } from 'node:fs/promises';

/** A line of what the stand-in for the sign-in was asked for; see its README. */
export interface SignInCall {
  /** ISO 8601. */
  readonly time: string;
  readonly call: string;
  /** It may not ask the person. */
  readonly silent?: boolean;
  /** It has asked the person. */
  readonly asked?: boolean;
  readonly outcome: string;
  /** How many sessions were found. */
  readonly count?: number;
}

/** All that it was asked for so far, in order. */
export async function readCalls(file: string): Promise<readonly SignInCall[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as SignInCall);
}
