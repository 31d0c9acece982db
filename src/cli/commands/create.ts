import type { Command } from 'commander';
import { parseCertificateTarget } from '../../domain/certificate-target.ts';
import { DEFAULT_KEY_TYPE } from '../../domain/key-type.ts';
import { VAULT_ONLY_ALGORITHMS } from '../../domain/vault-key-type.ts';
import { withCommonOptions } from '../common-options.ts';
import { EXIT } from '../exit-code.ts';
import { WITHOUT_ACME } from '../help-groups.ts';
import { wishedBy, withIssuanceOptions, type IssuanceOptions } from '../issuance-options.ts';
import { giveIssued } from '../issued-text.ts';
import { withPolicyOptions } from '../policy-options.ts';
import { checkFirst } from '../preflight-report.ts';
import type { RunCommand } from '../run-command.ts';
import {
  createInVault,
  isMadeInVault,
  withVaultCreationOptions,
  type VaultCreationOptions,
} from './create-in-vault.ts';

type CreateOptions = IssuanceOptions & VaultCreationOptions & OwnOptions;

interface OwnOptions {
  readonly newVersion?: true;
  readonly dryRun?: true;
}

export function addCreateCommand(program: Command, run: RunCommand): void {
  const command = withCommonOptions(program.command('create'))
    .summary('issue a certificate into a vault')
    .description(
      'Issues a certificate through ACME (DNS-01 in Azure DNS); with --issuer or --policy Key Vault itself has it issued, or makes a CSR for you. Key and CSR are made in the vault; the private key never leaves it.',
    )
    .argument('<VAULT/NAME>', 'where the certificate goes');
  withPolicyOptions(command, WITHOUT_ACME);
  withVaultCreationOptions(command, WITHOUT_ACME);
  withIssuanceOptions(command, {
    ...{ names: '', key: DEFAULT_KEY_TYPE, ca: 'letsencrypt' },
    moreKeys: `; without ACME also ${VAULT_ONLY_ALGORITHMS.join(', ')}, with and without -hsm`,
  })
    .option('--new-version', 'issue a new version if the certificate exists')
    .option('--dry-run', 'only check what can be known beforehand, as kvcert preflight does')
    .addHelpText(
      'after',
      `
Examples:
  kvcert create contoso-prod/www --dns example.com --dns '*.example.com' --agree-terms
  kvcert create contoso-prod/api --dns api.example.com --key ec-p256 --profile tlsserver
  kvcert create contoso-prod/lb --dns lb.example.com --pem --tag team=web
  kvcert create contoso-dev/try --dns try.example.com --ca letsencrypt-staging
  kvcert create contoso-dev/lab --issuer self --dns lab.internal --ip 10.0.0.7 --months 6
  kvcert create contoso-prod/shop --issuer manual --dns shop.example.com --csr-to shop.csr
  kvcert create contoso-prod/api --policy policy.json --auto-renew 80%`,
    )
    .action((target: string, options: CreateOptions, self: Command) => {
      const where = parseCertificateTarget(target);
      if (isMadeInVault(self, options)) {
        return run(options, where, (context) => createInVault(context, where, options));
      }
      const wished = wishedBy({ ...options, dns: options.dns ?? [] });
      const newVersion = options.newVersion === true;
      const wish = { kind: 'create' as const, target: where, ...wished, newVersion };
      if (options.dryRun) {
        return run(options, where, (context) => checkFirst(context, [wish], options));
      }
      return run(options, where, async ({ engine, output, progress, signal }) => {
        const issued = await engine.obtain(wish, progress.reporter(target), signal);
        progress.stop();
        giveIssued(output, issued);
        return EXIT.done;
      });
    });
}
