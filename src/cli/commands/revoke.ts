import { type Command, Option } from 'commander';
import type { Revocation } from '../../app/accounts/revoke-certificate.ts';
import type { RevocationReason } from '../../domain/acme.ts';
import { resolveCa } from '../../domain/certificate-authorities.ts';
import { parseCertificateTarget } from '../../domain/certificate-target.ts';
import { CertError, isCertError } from '../../domain/errors.ts';
import { caOption, withCommonOptions, type CommonOptions } from '../common-options.ts';
import { confirm } from '../confirm.ts';
import { EXIT } from '../exit-code.ts';
import type { RunCommand } from '../run-command.ts';

interface RevokeOptions extends CommonOptions {
  readonly version?: string;
  readonly reason: RevocationReason;
  readonly ca?: string;
  readonly withCertificateKey?: true;
  readonly yes?: true;
}

const REASONS = [
  'unspecified',
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
] as const satisfies readonly RevocationReason[];

export function addRevokeCommand(program: Command, run: RunCommand): void {
  withCommonOptions(program.command('revoke'))
    .summary('have the CA revoke a certificate')
    .description(
      'Has the CA revoke a version of a certificate, by the account that has ordered it, or by its own key, which signs in the vault. Nothing changes in the vault: whoever uses the version goes on using it until it is replaced.',
    )
    .argument('<VAULT/NAME>', 'the certificate')
    .option('--version <version>', 'the version (default: the newest)')
    .addOption(
      new Option('--reason <reason>', 'why, as the CA is told')
        .choices(REASONS)
        .default(REASONS[0]),
    )
    .addOption(caOption())
    .option(
      '--with-certificate-key',
      "have the certificate's own key sign, where the account that has ordered it is not known here; needs the right to sign with keys of the vault",
    )
    .option('-y, --yes', 'do not ask')
    .action((text: string, options: RevokeOptions) => {
      const target = parseCertificateTarget(text);
      const { version, reason } = options;
      const ca = options.ca === undefined ? undefined : resolveCa(options.ca);
      return run(options, undefined, async (context) => {
        const { engine, output, progress, signal } = context;
        const byCertificateKey = options.withCertificateKey === true;
        const wish = {
          ...{ target, byCertificateKey },
          ...(version === undefined ? {} : { version }),
          ...(ca && { ca }),
        };
        const revocation = await engine.revocation(wish, signal).catch((error: unknown) => {
          if (isCertError(error, 'AccountNotFound')) {
            output.warn("Its own key can sign instead of an account's: --with-certificate-key.");
          }
          throw namesTheOption(text, error);
        });
        await confirm(context, sentenceOf(revocation, reason), options.yes === true);
        await revocation.carryOut(reason, progress.reporter(text), signal);
        output.result({ revoked: documentOf(revocation, reason) }, () => {
          const { vault, name, ca: by } = revocation;
          return `${by.name} has revoked ${vault}/${name}, version ${revocation.version}.`;
        });
        return EXIT.done;
      });
    });
}

/** Without a tag of ours it is not renewed; to revoke it, only its CA is missing. */
function namesTheOption(certificate: string, error: unknown): unknown {
  if (!isCertError(error, 'NotRenewable') || error.facts.reason.kind !== 'no-ca-tag') return error;
  const message = `No tag of ${certificate} says which CA has issued it: name the CA with --ca.`;
  return new CertError('InvalidUsage', { message }, { cause: error });
}

function sentenceOf(
  { vault, name, version, dnsNames, notAfter, ca, accountUrl }: Revocation,
  reason: RevocationReason,
): string {
  const until = notAfter.toISOString().slice(0, 10);
  const signed = accountUrl === undefined ? '; its own key signs' : '';
  return `${ca.name} will revoke ${vault}/${name}, version ${version}, for ${dnsNames.join(', ')} (valid until ${until}; reason: ${reason}${signed}). That cannot be taken back.`;
}

function documentOf(
  { vault, name, version, dnsNames, serialNumber, notAfter, ca, accountUrl }: Revocation,
  reason: RevocationReason,
): object {
  const account = accountUrl;
  return {
    vault,
    name,
    version,
    dnsNames,
    serialNumber,
    notAfter,
    ca: ca.id,
    account: account ?? null,
    reason,
  };
}
