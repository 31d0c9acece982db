import type { Command } from 'commander';
import { resolveCa } from '../../domain/certificate-authorities.ts';
import { parseCertificateTarget } from '../../domain/certificate-target.ts';
import { caOption, withCommonOptions, type CommonOptions } from '../common-options.ts';
import { EXIT } from '../exit-code.ts';
import { giveIssued } from '../issued-text.ts';
import type { RunCommand } from '../run-command.ts';

interface RenewOptions extends CommonOptions {
  readonly ca?: string;
  readonly profile?: string;
}

export function addRenewCommand(program: Command, run: RunCommand): void {
  withCommonOptions(program.command('renew'))
    .summary('renew a certificate now, due or not')
    .description(
      'Issues a new version of a certificate with the names, the key and the policy that it has. CA and profile come from its tags.',
    )
    .argument('<VAULT/NAME>', 'the certificate')
    .addOption(caOption())
    .option('--profile <name>', "another of the CA's profiles")
    .action((target: string, options: RenewOptions) => {
      const where = parseCertificateTarget(target);
      const ca = options.ca === undefined ? {} : { ca: resolveCa(options.ca) };
      const profile = options.profile === undefined ? {} : { profile: options.profile };
      return run(options, where, async ({ engine, output, progress, signal }) => {
        const wish = { kind: 'renew' as const, target: where, ...ca, ...profile };
        const issued = await engine.obtain(wish, progress.reporter(target), signal);
        progress.stop();
        giveIssued(output, issued);
        return EXIT.done;
      });
    });
}
