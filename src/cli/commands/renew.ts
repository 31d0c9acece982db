import { type Command, Option } from 'commander';
import type { Renewal } from '../../app/renew-several.ts';
import { parseCertificateTarget, type CertificateTarget } from '../../domain/certificate-target.ts';
import { CertError } from '../../domain/errors.ts';
import { certificateKey } from '../../domain/ownership.ts';
import { withCommonOptions } from '../common-options.ts';
import { EXIT } from '../exit-code.ts';
import { wishedBy, withIssuanceOptions, type IssuanceOptions } from '../issuance-options.ts';
import { giveIssued } from '../issued-text.ts';
import { giveReport, reportExitCode, type Renewed } from '../renewal-report.ts';
import { checkFirst } from '../preflight-report.ts';
import type { RunCommand } from '../run-command.ts';
import type { CommandContext } from '../session.ts';
import { addDueOptions, renewDue, type DueOptions } from './renew-due.ts';

type RenewOptions = IssuanceOptions & DueOptions & { readonly csr?: true; readonly adopt?: true };

export function addRenewCommand(program: Command, run: RunCommand): void {
  const command = withCommonOptions(program.command('renew'))
    .summary('renew certificates: those named, or all that are due')
    .description(
      'Issues a new version of each certificate with the names, the key and the policy that it has, apart from what the options change. CA and profile come from its tags. What is named is renewed now, due or not; --due finds what is due.',
    )
    .argument('[VAULT/NAME...]', 'the certificates')
    .addOption(new Option('--due', 'all that are due, in all vaults or those chosen'));
  addDueOptions(command);
  command.option(
    '--adopt',
    'take over what another tool (Acmebot) renews: with its names, its key and the CA that its tags name',
  );
  command.option(
    '--csr',
    'only make a CSR, for a CA that you ask yourself; it waits for its merge',
  );
  withIssuanceOptions(command, {
    names: ' (default: those it has; with one certificate only)',
    key: 'the kind that it has',
  })
    .addHelpText(
      'after',
      `
Examples:
  kvcert renew contoso-prod/www
  kvcert renew contoso-prod/www contoso-prod/api
  kvcert renew --due --dry-run --all
  kvcert renew --due --vault contoso-prod --within 30 --output json`,
    )
    .action((names: readonly string[], options: RenewOptions) => {
      const changes = { ...wishedBy(options), ...(options.adopt ? { adopt: true } : {}) };
      if (options.due) {
        requireNothingElse(names, changes);
        return run(options, undefined, (context) => renewDue(context, options));
      }
      const targets = distinct(names.map(parseCertificateTarget));
      requireTargets(targets, options, changes);
      const [only] = targets;
      if (options.dryRun) {
        const wishes = targets.map((target) => ({ ...changes, kind: 'renew' as const, target }));
        return run(options, only, (context) => checkFirst(context, wishes, options));
      }
      if (options.csr)
        return run(options, only, (context) => requestCsr(context, targets, changes));
      if (only === undefined || targets.length > 1) {
        return run(options, undefined, (context) => renewNamed(context, targets, changes));
      }
      return run(options, only, async ({ engine, output, progress, signal }) => {
        const wish = { ...changes, kind: 'renew' as const, target: only };
        const label = `${only.vault}/${only.name}`;
        const issued = await engine.obtain(wish, progress.reporter(label), signal);
        progress.stop();
        giveIssued(output, issued);
        return EXIT.done;
      });
    });
}

/** @throws CertError InvalidUsage */
async function requestCsr(
  { engine, output, progress, signal }: CommandContext,
  [target, ...others]: readonly CertificateTarget[],
  changes: Changes,
): Promise<number> {
  if (target === undefined || others.length > 0 || Object.keys(changes).length > 0) {
    const message = 'With --csr, name one certificate; the CSR is made by the policy that it has.';
    throw new CertError('InvalidUsage', { message });
  }
  const reporter = progress.reporter(`${target.vault}/${target.name}`);
  const csr = await engine.requestByHand(target, reporter, signal);
  progress.stop();
  output.result({ ...target, waitsFor: 'merge', csr }, () => csr.trimEnd());
  if (!output.json) {
    output.warn(
      `Have it signed, then merge what the CA sends: kvcert pending merge ${target.vault}/${target.name} FILE`,
    );
  }
  return EXIT.done;
}

type Changes = NonNullable<Renewal['changes']>;

async function renewNamed(
  { engine, output, progress, signal }: CommandContext,
  targets: readonly CertificateTarget[],
  changes: Changes,
): Promise<number> {
  const found = await engine.find(targets, signal);
  const renewals = found.map(({ vault, name, certificate, ca }) => ({
    ...{ vault, name, ca, changes, before: certificate },
    decision: undefined,
    outcome: undefined,
  }));
  const ended = await engine.renewSeveral<Renewed>(
    renewals,
    ({ vault, name }) => progress.reporter(`${vault.name}/${name}`),
    signal,
  );
  progress.stop();
  const all = ended.map(({ renewal, outcome }) => ({ ...renewal, outcome }));
  giveReport(output, all, new Date());
  return reportExitCode(all, []);
}

/** @throws CertError InvalidUsage */
function requireNothingElse(names: readonly string[], changes: Changes): void {
  if (names.length > 0) {
    const message = 'Certificates are named, and --due is given: choose one of them.';
    throw new CertError('InvalidUsage', { message });
  }
  if (Object.keys(changes).length > 0) {
    const message =
      'What is renewed because it is due stays as it is: name a certificate to change it.';
    throw new CertError('InvalidUsage', { message });
  }
}

/** @throws CertError InvalidUsage */
function requireTargets(
  targets: readonly CertificateTarget[],
  options: DueOptions,
  { dnsNames }: Changes,
): void {
  const { vault, subscription, within, all } = options;
  if ([vault, subscription, within, all].some((option) => option !== undefined)) {
    const message =
      '--vault, --subscription, --within and --all belong to --due, which is missing.';
    throw new CertError('InvalidUsage', { message });
  }
  if (targets.length === 0) {
    const message = 'Name a certificate as VAULT/NAME, or take all that are due with --due.';
    throw new CertError('InvalidUsage', { message });
  }
  if (targets.length > 1 && dnsNames) {
    const message = 'With --dns, name one certificate only: the names would be those of all.';
    throw new CertError('InvalidUsage', { message });
  }
}

function distinct(targets: readonly CertificateTarget[]): readonly CertificateTarget[] {
  return [
    ...new Map(
      targets.map((target) => [certificateKey(target.vault, target.name), target]),
    ).values(),
  ];
}
