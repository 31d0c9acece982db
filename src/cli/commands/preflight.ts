import type { Command } from 'commander';
import { parseCertificateTarget } from '../../domain/certificate-target.ts';
import { DEFAULT_KEY_TYPE } from '../../domain/key-type.ts';
import { withCommonOptions } from '../common-options.ts';
import { wishedBy, withIssuanceOptions, type IssuanceOptions } from '../issuance-options.ts';
import { checkFirst } from '../preflight-report.ts';
import type { RunCommand } from '../run-command.ts';

interface PreflightOptions extends IssuanceOptions {
  readonly newVersion?: true;
}

export function addPreflightCommand(program: Command, run: RunCommand): void {
  const command = withCommonOptions(program.command('preflight'))
    .summary('check what can be known before a certificate is issued')
    .description(
      'Checks sign-in, rights, locks, the name, zones, CAA records and the CA, and changes nothing. With --dns it looks at what kvcert create would do, without at what kvcert renew would do. Ends with 1 where something is in the way; what Azure does not show (groups, roles to be activated, conditions) is unknown.',
    )
    .argument('<VAULT/NAME>', 'where the certificate goes');
  withIssuanceOptions(command, { names: '', key: DEFAULT_KEY_TYPE })
    .option('--new-version', 'for a new version of a certificate that exists')
    .addHelpText(
      'after',
      `
Examples:
  kvcert preflight contoso-prod/www --dns example.com --dns '*.example.com'
  kvcert preflight contoso-prod/www --output json`,
    )
    .action((target: string, options: PreflightOptions) => {
      const where = parseCertificateTarget(target);
      const wished = { ...wishedBy(options), target: where };
      const newVersion = options.newVersion === true;
      const wish =
        wished.dnsNames === undefined
          ? { ...wished, kind: 'renew' as const }
          : { ...wished, kind: 'create' as const, newVersion };
      return run(options, where, (context) => checkFirst(context, [wish], options));
    });
}
