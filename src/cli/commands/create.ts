import type { Command } from 'commander';
import {
  requireAcceptedKey,
  requireAcceptedNameCount,
  resolveCa,
} from '../../domain/certificate-authorities.ts';
import { parseCertificateTarget } from '../../domain/certificate-target.ts';
import { parseDnsNames } from '../../domain/dns-name.ts';
import { DEFAULT_KEY_TYPE, KEY_TYPES, parseKeyType } from '../../domain/key-type.ts';
import { caOption, repeated, withCommonOptions, type CommonOptions } from '../common-options.ts';
import { EXIT } from '../exit-code.ts';
import { giveIssued } from '../issued-text.ts';
import type { RunCommand } from '../run-command.ts';

interface CreateOptions extends CommonOptions {
  readonly dns?: readonly string[];
  readonly ca: string;
  readonly profile?: string;
  readonly key?: string;
  readonly newVersion?: true;
}

export function addCreateCommand(program: Command, run: RunCommand): void {
  withCommonOptions(program.command('create'))
    .summary('issue a certificate into a vault')
    .description(
      'Issues a certificate through ACME (DNS-01 in Azure DNS). Key and CSR are made in the vault; the private key never leaves it.',
    )
    .argument('<VAULT/NAME>', 'where the certificate goes')
    .option('--dns <name>', 'a DNS name, *.example.com for a wildcard; may be repeated', repeated)
    .addOption(caOption().default('letsencrypt'))
    .option('--profile <name>', "one of the CA's profiles, e.g. classic, tlsserver, shortlived")
    .option('--key <type>', `${KEY_TYPES.join(', ')} (default: ${DEFAULT_KEY_TYPE})`)
    .option('--new-version', 'issue a new version if the certificate exists')
    .addHelpText(
      'after',
      `
Examples:
  kvcert create contoso-prod/www --dns example.com --dns '*.example.com' --agree-terms
  kvcert create contoso-prod/api --dns api.example.com --key ec-p256 --profile tlsserver
  kvcert create contoso-dev/try --dns try.example.com --ca letsencrypt-staging`,
    )
    .action((target: string, options: CreateOptions) => {
      const where = parseCertificateTarget(target);
      const dnsNames = parseDnsNames(options.dns ?? []).map(({ ascii }) => ascii);
      const ca = resolveCa(options.ca);
      const keyType = options.key === undefined ? undefined : parseKeyType(options.key);
      if (keyType !== undefined) requireAcceptedKey(ca, keyType);
      requireAcceptedNameCount(ca, dnsNames.length, options.profile);
      return run(options, where, async ({ engine, output, progress, signal }) => {
        const issued = await engine.obtain(
          {
            kind: 'create',
            target: where,
            dnsNames,
            ca,
            newVersion: options.newVersion === true,
            ...(options.profile === undefined ? {} : { profile: options.profile }),
            ...(keyType === undefined ? {} : { keyType }),
          },
          progress.reporter(target),
          signal,
        );
        progress.stop();
        giveIssued(output, issued);
        return EXIT.done;
      });
    });
}
