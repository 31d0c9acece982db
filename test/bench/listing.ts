/**
 * `npm run bench:listing`: what the packaged extension asks of Azure, and how long a person waits, in
 * the sandbox's largest world: 300 subscriptions, 1,000 vaults, 50,000 certificates.
 *
 *   npm run bench:listing              builds, packs and measures
 *   npm run bench:listing -- --built   takes the VSIX as it lies in dist/
 *
 * Fails if it asks more than the least that can be asked plus 5 %. The times hold for this machine,
 * which also runs the sandbox, the editor's server and the browser.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BUILD, PACKAGE, runCheck } from '../../scripts/test-run/static-checks.ts';
import {
  ALLOWANCE,
  atLargeCompany,
  LARGEST_VAULT,
  sumOf,
  type CallKind,
  type Company,
} from '../e2e/large-company.ts';
import { until } from '../host/until.ts';

const WAIT_MS = 120_000;

const KINDS: Readonly<Record<CallKind, string>> = {
  tenants: 'for the tenants',
  subscriptions: 'for the subscriptions',
  resourceGraph: 'to Resource Graph',
  challenges: 'to vaults, answered by whom to ask for a token',
  certificatePages: 'for pages of certificates',
  others: 'others',
};

const { values } = parseArgs({ options: { built: { type: 'boolean', default: false } } });
if (!values.built) {
  const root = resolve(import.meta.dirname, '../..');
  for (const step of [BUILD, PACKAGE]) {
    const { ok, output } = await runCheck(step, root);
    if (!ok) throw new Error(output);
  }
}
await atLargeCompany({ dailyCheck: true }, measure);

async function measure(company: Company): Promise<void> {
  const { leastForInventory, leastForVault } = company;
  const vaults = [...company.certificates.keys()];
  const ofAllVaults = vaults.reduce((sum, name) => sum + leastForVault(name), 0);
  const ofLargest = leastForVault(LARGEST_VAULT);

  console.log('First start, nothing is known');
  await company.signIn();
  await timed('subscriptions and vaults are there', company.showTree);
  await timed('the daily check has listed every vault', company.dailyCheck);
  await report(company, leastForInventory + ofAllVaults);

  console.log('Second start, with a listing on disk, while Azure does not answer');
  await company.restart();
  const answerAgain = await company.silenceAzure();
  await timed('subscriptions are there', company.showTree);
  await timed('a subscription shows its vaults', company.openSubscription);
  await timed('the largest vault shows its certificates', company.openVault);
  console.log('  Azure answers again');
  await answerAgain();
  await timed('the largest vault is listed anew', company.listed);
  await report(company, leastForInventory + ofLargest);

  console.log('A filter, and a refresh of all that is shown');
  await timed('the filter is chosen', () => company.filter('Expiring or expired'));
  // Every vault that was listed in this session: the one that was unfolded.
  const least = leastForInventory + ofLargest - 1;
  await timed('everything is listed anew', async () => {
    await company.refresh();
    await until(async () => sumOf(await company.calls()) >= least, WAIT_MS);
    await company.listed();
  });
  await report(company, least);
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await work();
  console.log(`  ${`${(performance.now() - start).toFixed(0)} ms`.padStart(9)}  ${what}`);
}

/** Prints and forgets the calls. */
async function report(company: Company, least: number): Promise<void> {
  const calls = await company.calls();
  await company.forgetCalls();
  for (const [kind, count] of Object.entries(calls)) {
    console.log(`  ${String(count).padStart(9)}  ${KINDS[kind as CallKind]}`);
  }
  const sum = sumOf(calls);
  const more = `${((100 * sum) / least - 100).toFixed(1)} % more than the least, ${least}`;
  console.log(`  ${String(sum).padStart(9)}  calls: ${more}`);
  if (sum > least * ALLOWANCE) {
    console.log('  TOO MANY: at most 5 % more are allowed.');
    process.exitCode = 1;
  }
}
