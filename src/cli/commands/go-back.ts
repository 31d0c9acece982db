import type { Command } from 'commander';
import type { GoingBack } from '../../app/go-back.ts';
import { parseCertificateTarget } from '../../domain/certificate-target.ts';
import { withAzureOptions, type CommonOptions } from '../common-options.ts';
import { confirm } from '../confirm.ts';
import { EXIT } from '../exit-code.ts';
import type { RunCommand } from '../run-command.ts';

interface GoBackOptions extends CommonOptions {
  readonly to: string;
  readonly force?: true;
  readonly yes?: true;
}

export function addGoBackCommand(program: Command, run: RunCommand): void {
  withAzureOptions(program.command('go-back'))
    .summary('make an older version of a certificate the newest again')
    .description(
      'Makes an older version of a certificate the newest again: it is imported once more, with its private key, if that may be exported. No version is disabled or deleted; tags and policy stay. Needs the right to read the secret (Key Vault Certificate User).',
    )
    .argument('<VAULT/NAME>', 'the certificate')
    .requiredOption('--to <version>', 'the version to go back to')
    .option('--force', 'even if it has expired; Key Vault itself may refuse it')
    .option('-y, --yes', 'do not ask')
    .action((text: string, options: GoBackOptions) => {
      const target = parseCertificateTarget(text);
      const { to: version, force = false } = options;
      return run(options, undefined, async (context) => {
        const { engine, output, progress, signal } = context;
        const back = await engine.goBack({ target, version, force }, signal);
        await confirm(context, sentenceOf(back), options.yes === true);
        const { version: made } = await back.carryOut(progress.reporter(text), signal);
        const { vault, name, dnsNames, notAfter, thumbprint, newest } = back;
        output.result(
          {
            wentBack: {
              ...{ vault, name, to: version, version: made, replaced: newest },
              ...{ thumbprint, dnsNames, notAfter },
            },
          },
          () =>
            `The newest version of ${vault}/${name} is ${made}, the same certificate as ${version}.`,
        );
        return EXIT.done;
      });
    });
}

function sentenceOf({ vault, name, version, newest, dnsNames, notAfter }: GoingBack): string {
  const until = notAfter.toISOString().slice(0, 10);
  return `Version ${version} of ${vault}/${name}, for ${dnsNames.join(', ')} (valid until ${until}), will be imported as the newest version. Its private key is read into memory for that. Version ${newest} stays as it is, but whoever follows the newest version gets the old certificate.`;
}
