import type { Command } from 'commander';
import type { ComparedVersions } from '../../app/compare-versions.ts';
import { parseCertificateTarget } from '../../domain/certificate-target.ts';
import { CertError } from '../../domain/errors.ts';
import { expiryInWords, expiryState } from '../../domain/expiry.ts';
import type { CertificateVersion } from '../../domain/key-vault.ts';
import { describeVersionMember } from '../../domain/messages/version-difference.ts';
import { english } from '../../domain/translate.ts';
import { withAzureOptions, type CommonOptions } from '../common-options.ts';
import { EXIT } from '../exit-code.ts';
import type { RunCommand } from '../run-command.ts';
import { columns } from '../table.ts';

interface VersionsOptions extends CommonOptions {
  readonly compare?: string;
  readonly with?: string;
}

export function addVersionsCommand(program: Command, run: RunCommand): void {
  withAzureOptions(program.command('versions'))
    .summary('list the versions of a certificate, and compare two')
    .description('Lists the versions of a certificate, the newest first, or compares two of them.')
    .argument('<VAULT/NAME>', 'the certificate')
    .option('--compare <version>', 'what this version has otherwise than another one')
    .option('--with <version>', 'the other one (default: the newest)')
    .action((text: string, options: VersionsOptions) => {
      const place = parseCertificateTarget(text);
      const { compare, with: other } = options;
      if (other !== undefined && compare === undefined) {
        throw new CertError('InvalidUsage', { message: '--with needs --compare.' });
      }
      return run(options, undefined, async ({ engine, output, signal }) => {
        if (compare !== undefined) {
          const compared = await engine.compareVersions(place, [compare, other], signal);
          output.result({ compared }, () => comparedTable(compared));
          return EXIT.done;
        }
        const versions = await engine.versions(place.vault, place.name, signal);
        if (versions.length === 0) throw new CertError('CertificateNotFound', place);
        const now = new Date();
        const shown = versions.map((version) => ({ ...version, state: stateOf(version, now) }));
        output.result({ ...place, versions: shown }, () => versionsTable(versions, now));
        return EXIT.done;
      });
    });
}

function versionsTable(versions: readonly CertificateVersion[], now: Date): string {
  return columns(
    ['VERSION', 'STATE', 'VALID FROM', 'EXPIRES', 'THUMBPRINT'],
    versions.map((version) => {
      const { version: id, notBefore, notAfter, thumbprint } = version;
      const isIssued = thumbprint !== undefined;
      return [
        id,
        stateOf(version, now),
        isIssued ? (notBefore?.toISOString().slice(0, 10) ?? '') : '',
        isIssued && notAfter ? expiryInWords(notAfter, now, english) : '',
        thumbprint ?? '',
      ];
    }),
  );
}

function stateOf(version: CertificateVersion, now: Date): string {
  return expiryState(version, now);
}

function comparedTable({ versions: [one, other], differences }: ComparedVersions): string {
  if (differences.length === 0) return 'They are the same.';
  return columns(
    ['', one, other],
    differences.map((difference) => [
      describeVersionMember(difference.of, english),
      difference.one.join(', '),
      difference.other.join(', '),
    ]),
  );
}
