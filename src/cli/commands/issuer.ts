/** `kvcert issuer`: the accounts at certification authorities that a vault orders from by itself. */
import type { Command } from 'commander';
import type {
  IssuerAdministrator,
  IssuerChange,
  IssuerDetails,
} from '../../domain/certificate-issuers.ts';
import { parseVaultName } from '../../domain/certificate-target.ts';
import { CertError } from '../../domain/errors.ts';
import { parseAdministrator } from '../../domain/issuer-administrator.ts';
import { plainLine } from '../../domain/plain-text.ts';
import { withAzureOptions, type CommonOptions } from '../common-options.ts';
import { confirm } from '../confirm.ts';
import { EXIT } from '../exit-code.ts';
import { readSecret } from '../read-secret.ts';
import type { RunCommand } from '../run-command.ts';
import type { CommandContext } from '../session.ts';
import { columns, fields } from '../table.ts';

interface IssuerOptions extends CommonOptions {
  readonly provider?: string;
  readonly accountId?: string;
  readonly passwordFile?: string;
  readonly organizationId?: string;
  readonly admin?: readonly IssuerAdministrator[] | false;
  readonly enable?: true;
  readonly disable?: true;
  readonly yes?: true;
}

const LONGEST_PASSWORD = 4096;

export function addIssuerCommand(program: Command, run: RunCommand): void {
  const issuer = program
    .command('issuer')
    .summary("a vault's accounts at CAs: list, show, create, update, delete")
    .description(
      'The accounts at certification authorities that a vault orders from by itself: what "kvcert create --issuer NAME" names.',
    );
  addList(issuer, run);
  addShow(issuer, run);
  addCreate(issuer, run);
  addUpdate(issuer, run);
  addDelete(issuer, run);
}

function addList(issuer: Command, run: RunCommand): void {
  withAzureOptions(issuer.command('list'))
    .description('Lists the issuers of a vault.')
    .argument('<VAULT>', 'the vault')
    .action((vault: string, options: CommonOptions) =>
      run(options, undefined, async ({ engine, output, signal }) => {
        const issuers = await engine.issuers.list(parseVaultName(vault), signal);
        output.result({ issuers }, () =>
          issuers.length === 0
            ? 'No issuers.'
            : columns(
                ['ISSUER', 'PROVIDER'],
                issuers.map(({ name, provider }) => [name, provider]),
              ),
        );
        return EXIT.done;
      }),
    );
}

function addShow(issuer: Command, run: RunCommand): void {
  about(issuer, 'show')
    .description('Shows an issuer; the password of its account is told by nobody.')
    .action((vault: string, name: string, options: CommonOptions) =>
      run(options, undefined, async (context) => {
        const shown = await context.engine.issuers.show(placeOf(vault, name), context.signal);
        return give(context, shown);
      }),
    );
}

function addCreate(issuer: Command, run: RunCommand): void {
  withDetails(about(issuer, 'create'))
    .description('Makes an issuer: the account that the vault has at a certification authority.')
    .action((vault: string, name: string, options: IssuerOptions) => {
      const { provider } = options;
      if (provider === undefined) {
        const message = 'Name the provider with --provider: DigiCert or GlobalSign.';
        throw new CertError('InvalidUsage', { message });
      }
      return run(options, undefined, async (context) => {
        const change = await changeOf(options, context);
        const place = placeOf(vault, name);
        const made = await context.engine.issuers.create(
          place,
          { ...change, provider },
          context.signal,
        );
        return give(context, made);
      });
    });
}

function addUpdate(issuer: Command, run: RunCommand): void {
  withDetails(about(issuer, 'update'))
    .description('Changes what is named of an issuer; everything else stays.')
    .option('--enable', 'the vault orders from it')
    .option('--disable', 'the vault does not order from it')
    .action((vault: string, name: string, options: IssuerOptions) =>
      run(options, undefined, async (context) => {
        const change = await changeOf(options, context);
        if (Object.keys(change).length === 0) {
          throw new CertError('InvalidUsage', { message: 'Name what is to change.' });
        }
        const place = placeOf(vault, name);
        return give(context, await context.engine.issuers.update(place, change, context.signal));
      }),
    );
}

function addDelete(issuer: Command, run: RunCommand): void {
  about(issuer, 'delete')
    .description('Deletes an issuer of a vault; the account at the provider stays.')
    .option('-y, --yes', 'do not ask')
    .action((vault: string, name: string, options: IssuerOptions) =>
      run(options, undefined, async (context) => {
        const { engine, signal, output } = context;
        const place = placeOf(vault, name);
        const { provider } = await engine.issuers.show(place, signal);
        const what = `The issuer ${name} (${provider}) of ${vault} will be deleted. Policies that name it stay, and nothing is renewed by it any more.`;
        await confirm(context, what, options.yes === true);
        const deleted = await engine.issuers.delete(place, signal);
        output.result({ deleted }, () => `Deleted the issuer ${deleted.name}.`);
        return EXIT.done;
      }),
    );
}

function about(issuer: Command, name: string): Command {
  return withAzureOptions(issuer.command(name))
    .argument('<VAULT>', 'the vault')
    .argument('<NAME>', 'the issuer, as policies name it');
}

function withDetails(command: Command): Command {
  return command
    .option('--provider <name>', 'who issues: DigiCert, GlobalSign')
    .option('--account-id <id>', "the account's id at the provider")
    .option(
      '--password-file <file>',
      "a file with the account's password or API key, - for stdin (default: it is asked for where --account-id is given)",
    )
    .option('--organization-id <id>', "the organization's id at the provider")
    .option(
      '--admin <person>',
      "whom the provider reaches, 'First Last <mail@example.com> +1 555 0100'; may be repeated, and takes the place of those that there are",
      administrators,
    )
    .option('--no-admin', 'nobody');
}

async function changeOf(options: IssuerOptions, context: CommandContext): Promise<IssuerChange> {
  const { provider, accountId, passwordFile, organizationId, admin, enable, disable } = options;
  if (enable && disable) {
    const message = '--enable and --disable are given: choose one of them.';
    throw new CertError('InvalidUsage', { message });
  }
  const asks = passwordFile !== undefined || (accountId !== undefined && context.terminal);
  const what = `The password of the account ${plainLine(accountId ?? '')}`.trim();
  const wanted = { what, option: '--password-file', file: passwordFile, longest: LONGEST_PASSWORD };
  const password = asks ? await readSecret(wanted, context) : undefined;
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(password === undefined ? {} : { password }),
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(admin === undefined ? {} : { administrators: admin === false ? [] : admin }),
    ...(enable ? { enabled: true } : {}),
    ...(disable ? { enabled: false } : {}),
  };
}

function administrators(
  text: string,
  before: readonly IssuerAdministrator[] | undefined,
): readonly IssuerAdministrator[] {
  const administrator = parseAdministrator(text);
  if (administrator !== undefined) return [...(before ?? []), administrator];
  const expected = "'First Last <mail@example.com> +1 555 0100', or an address alone";
  throw new CertError('InvalidOption', { option: '--admin', value: text, expected });
}

function placeOf(vault: string, name: string) {
  return { vault: parseVaultName(vault), name };
}

function give({ output }: CommandContext, issuer: IssuerDetails): number {
  output.result({ issuer }, () => {
    const { name, provider, enabled, accountId, organizationId, administrators: admins } = issuer;
    const people = admins.map(({ firstName, lastName, email, phone }) =>
      [firstName, lastName, `<${email}>`, phone].filter(Boolean).join(' '),
    );
    const rows: readonly (readonly [string, string | undefined])[] = [
      ['Issuer', name],
      ['Provider', provider],
      ['Enabled', enabled ? 'yes' : 'no'],
      ['Account', accountId],
      ['Organization', organizationId],
      ['Administrators', people.join(', ')],
      ['Created', issuer.createdOn?.toISOString()],
      ['Changed', issuer.updatedOn?.toISOString()],
    ];
    return fields(rows.filter((row): row is readonly [string, string] => Boolean(row[1])));
  });
  return EXIT.done;
}
