import type { Command } from 'commander';
import { parseCertificateTarget } from '../../domain/certificate-target.ts';
import { withCommonOptions } from '../common-options.ts';
import { EXIT } from '../exit-code.ts';
import { wishedBy, withIssuanceOptions, type IssuanceOptions } from '../issuance-options.ts';
import { giveIssued } from '../issued-text.ts';
import type { RunCommand } from '../run-command.ts';

export function addRenewCommand(program: Command, run: RunCommand): void {
  const command = withCommonOptions(program.command('renew'))
    .summary('renew a certificate now, due or not')
    .description(
      'Issues a new version of a certificate with the names, the key and the policy that it has, apart from what the options change. CA and profile come from its tags.',
    )
    .argument('<VAULT/NAME>', 'the certificate');
  withIssuanceOptions(command, {
    names: ' (default: those it has)',
    key: 'the kind that it has',
  }).action((target: string, options: IssuanceOptions) => {
    const where = parseCertificateTarget(target);
    const wish = { kind: 'renew' as const, target: where, ...wishedBy(options) };
    return run(options, where, async ({ engine, output, progress, signal }) => {
      const issued = await engine.obtain(wish, progress.reporter(target), signal);
      progress.stop();
      giveIssued(output, issued);
      return EXIT.done;
    });
  });
}
