/**
 * `npm run bench`: the ACME layers of this product, of the package acme-client, of certbot and of
 * lego side by side, on ready-made CSRs, at one Pebble and one name server; and the full path of the
 * product through Key Vault and Azure DNS in the sandbox beside them.
 *
 *   npm run bench                          1 and 50 certificates, 0 and 50 ms of delay, three rounds
 *   npm run bench -- --rounds 1            one round; the median of one is itself
 *   npm run bench -- --count 20            20 certificates in place of 50
 *   npm run bench -- --without certbot,lego,full-path
 *   npm run bench -- --output json         the last line is an object with ratios and raw times
 *
 * It prints and judges nothing. The rounds are interleaved: what disturbs the machine for a while
 * disturbs everybody. A name server, a delay and, where it is one, the contestant's code run in this
 * process; Pebble is a process of its own.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BUILD, runCheck } from '../../scripts/test-run/static-checks.ts';
import { acmeClientAuto, QUICK } from './acme/acme-client-auto.ts';
import { certbot } from './acme/certbot.ts';
import { type Contestant } from './acme/contest.ts';
import { onCourse } from './acme/course.ts';
import { fullPath } from './acme/full-path.ts';
import { lego } from './acme/lego.ts';
import { ours } from './acme/ours.ts';
import { countRequests } from './acme/requests.ts';
import { report, summaryOf } from './acme/report.ts';
import { runRounds } from './acme/rounds.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    count: { type: 'string', default: '50' },
    without: { type: 'string', default: '' },
    output: { type: 'string', default: 'text' },
  },
});
const rounds = Number(values.rounds);
const count = Number(values.count);
const without = new Set(values.without.split(','));
const progress = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const build = await runCheck(BUILD, resolve(import.meta.dirname, '../..'));
if (!build.ok) throw new Error(build.output);
const quick: readonly Contestant[] = [
  ours(),
  acmeClientAuto('acme-client auto'),
  acmeClientAuto('acme-client auto, polling quickly', QUICK),
];
const programs = [
  without.has('certbot') ? undefined : await certbot(progress),
  without.has('lego') ? undefined : await lego(progress),
].filter((each) => each !== undefined);
const requests = await onCourse(0, progress, countRequests);
const times = await runRounds({
  delays: [0, 50],
  counts: [1, count],
  contestants: [
    ...quick.map((contestant) => ({ contestant, rounds })),
    // They take long enough for one round to tell.
    ...programs.map((contestant) => ({ contestant, rounds: 1 })),
  ],
  progress,
});
const whole = without.has('full-path') ? [] : await fullPath([1, count], progress);
const summary = summaryOf({ count, rounds, requests, times, fullPath: whole });
for (const line of report(summary)) console.log(line);
if (values.output === 'json') console.log(JSON.stringify(summary));
