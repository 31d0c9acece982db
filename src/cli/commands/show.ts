import type { Command } from 'commander';
import type { CertificateDetails } from '../../domain/certificate-details.ts';
import { parseCertificateTarget } from '../../domain/certificate-target.ts';
import { expiryInWords, expiryState } from '../../domain/expiry.ts';
import { describeCertificateKey } from '../../domain/key-type.ts';
import { english } from '../../domain/translate.ts';
import { withAzureOptions, type CommonOptions } from '../common-options.ts';
import { EXIT } from '../exit-code.ts';
import type { RunCommand } from '../run-command.ts';
import { fields } from '../table.ts';

export function addShowCommand(program: Command, run: RunCommand): void {
  withAzureOptions(program.command('show'))
    .summary('show one certificate')
    .description('Shows the newest version of a certificate, its policy and what is pending.')
    .argument('<VAULT/NAME>', 'the certificate')
    .action((target: string, options: CommonOptions) =>
      run(options, undefined, async ({ engine, output, signal }) => {
        const details = await engine.show(parseCertificateTarget(target), signal);
        const now = new Date();
        output.result(detailsDocument(details, now), () => detailsText(details, now));
        return EXIT.done;
      }),
    );
}

function detailsDocument({ bundle, facts, pending, recipe, claim }: CertificateDetails, now: Date) {
  const { vault, name, version, enabled, thumbprint, notBefore, notAfter, tags, policy } = bundle;
  return {
    vault,
    name,
    version,
    state: expiryState(bundle, now),
    enabled,
    thumbprint,
    notBefore,
    notAfter,
    subject: facts?.subject,
    issuer: facts?.issuer,
    serialNumber: facts?.serialNumber,
    dnsNames: facts?.dnsNames ?? [],
    ekus: facts?.ekus ?? [],
    key: facts && describeCertificateKey(facts.publicKey, policy?.key),
    policy: policy && {
      issuer: policy.issuer,
      subject: policy.subject,
      dnsNames: policy.dnsNames,
      key: policy.key,
      contentType: policy.contentType,
      ekus: policy.ekus,
    },
    tags,
    ca: recipe?.ca,
    profile: recipe?.profile,
    pending: pending && { requestId: pending.requestId, issuer: pending.issuer },
    atWork: claim && { owner: claim.owner, until: new Date(claim.until * 1000) },
  };
}

function detailsText(details: CertificateDetails, now: Date): string {
  const { bundle, facts, pending, recipe, claim } = details;
  const { notBefore, notAfter, policy } = bundle;
  const rows: (readonly [string, string | undefined])[] = [
    ['Certificate', `${bundle.vault}/${bundle.name}`],
    ['State', expiryState(bundle, now)],
    ['Version', facts && bundle.version],
    ['DNS names', facts?.dnsNames.join(', ')],
    ['Valid from', facts && notBefore?.toISOString()],
    ['Expires', facts && notAfter && expiryText(notAfter, now)],
    ['Subject', facts?.subject],
    ['Issuer', facts?.issuer],
    ['Serial number', facts?.serialNumber],
    ['Thumbprint', bundle.thumbprint],
    ['Key', facts && describeCertificateKey(facts.publicKey, policy?.key)],
    [
      'Key in vault',
      policy && `${policy.key.kty}${policy.key.exportable ? ', exportable' : ', not exportable'}`,
    ],
    ['Extended key usage', facts?.ekus.join(', ')],
    ['CA', recipe && [recipe.ca, recipe.profile].filter(Boolean).join(', profile ')],
    [
      'Tags',
      Object.entries(bundle.tags)
        .map(([key, value]) => `${key}=${value}`)
        .join('; '),
    ],
    ['Pending operation', pending && `${pending.requestId} (issuer ${pending.issuer})`],
    ['At work', claim && `${claim.owner}, until ${new Date(claim.until * 1000).toISOString()}`],
  ];
  return fields(rows.filter((row): row is readonly [string, string] => Boolean(row[1])));
}

function expiryText(notAfter: Date, now: Date): string {
  return `${notAfter.toISOString()} (${expiryInWords(notAfter, now, english)})`;
}
