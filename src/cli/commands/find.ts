/** `kvcert find` and `kvcert inventory`: certificates of all vaults, read one by one. */
import { type Command, Option } from 'commander';
import type { FoundInVaults } from '../../app/each-vault.ts';
import type { InventoryItem } from '../../app/search/search-certificates.ts';
import type { CertificateQuery, TagQuery } from '../../domain/certificate-search.ts';
import { parseVaultName } from '../../domain/certificate-target.ts';
import { CertError } from '../../domain/errors.ts';
import { expiryInWords, expiryState } from '../../domain/expiry.ts';
import { plainJson } from '../../domain/plain-text.ts';
import { english } from '../../domain/translate.ts';
import { repeated, withAzureOptions, type CommonOptions } from '../common-options.ts';
import { endOfLook } from '../end-of-look.ts';
import { inventoryCsv, inventoryDocument } from '../../app/search/inventory-text.ts';
import { errorDocument } from '../output.ts';
import { reserveFile } from '../reserve-file.ts';
import type { RunCommand } from '../run-command.ts';
import type { CommandContext } from '../session.ts';
import { columns } from '../table.ts';

interface FindOptions extends CommonOptions {
  readonly vault?: readonly string[];
  readonly name?: string;
  readonly dns?: string;
  readonly thumbprint?: string;
  readonly issuer?: string;
  readonly tag?: TagQuery;
}

interface InventoryOptions extends CommonOptions {
  readonly vault?: readonly string[];
  readonly to?: string;
  readonly force?: true;
}

/** A word on stderr after so many certificates. */
const TELL_EVERY = 1000;

export function addFindCommands(program: Command, run: RunCommand): void {
  addFind(program, run);
  addInventory(program, run);
}

function addFind(program: Command, run: RunCommand): void {
  withAzureOptions(program.command('find'))
    .summary('find certificates by name, SAN, thumbprint, issuer or tag')
    .description(
      'Finds certificates in all vaults. TEXT fits a part of the name, of a subject alternative name, of the issuer or of a tag, a host that a wildcard covers, or the beginning of a thumbprint; with options, all of them have to fit.',
    )
    .argument('[TEXT]', 'what to look for')
    .option('--name <part>', "part of the certificate's name")
    .option('--dns <name>', 'a name that it is for, by a wildcard, too, or a part of one')
    .option(
      '--thumbprint <hex>',
      'the beginning of its SHA-1 (six digits at least), or its SHA-256',
    )
    .option('--issuer <part>', 'part of who has issued it, or of the issuer that its policy names')
    .addOption(new Option('--tag <name[=value]>', 'a tag that it carries').argParser(tagQuery))
    .option('--vault <name>', 'only in this vault; may be repeated', repeated)
    .action((text: string | undefined, options: FindOptions) => {
      const query = queryOf(text, options);
      if (Object.keys(query).length === 0) {
        const message = 'Say what to look for, or take kvcert inventory for all there is.';
        throw new CertError('InvalidUsage', { message });
      }
      return run(options, undefined, async (context) => {
        const found = await search(context, query, options.vault);
        const now = new Date();
        const { output } = context;
        output.result(documentOf(found, now), () => tableOf(found, now));
        return endOfLook(output, found);
      });
    });
}

function addInventory(program: Command, run: RunCommand): void {
  withAzureOptions(program.command('inventory'))
    .summary('all certificates with all that is known of them, as CSV or JSON')
    .description(
      'Reads every certificate of all vaults, or of those named: one request for each. CSV for spreadsheets (what would be a formula there is text), or JSON with --output json.',
    )
    .option('--vault <name>', 'only this vault; may be repeated', repeated)
    .option('--to <file>', 'where it goes (default: stdout)')
    .option('--force', 'overwrite the file')
    .action((options: InventoryOptions) =>
      run(options, undefined, async (context) => {
        const { output } = context;
        const { to, force = false } = options;
        const file =
          to === undefined ? undefined : await reserveFile(to, { option: '--to', force });
        const look = async () => {
          const found = await search(context, {}, options.vault);
          const now = new Date();
          const text = output.json
            ? `${plainJson(documentOf(found, now))}\n`
            : inventoryCsv(found.found, now);
          return { found, text, now };
        };
        if (file === undefined) {
          const { found, text, now } = await look();
          output.result(documentOf(found, now), () => text.trimEnd());
          return endOfLook(output, found);
        }
        const looked = look();
        await file.fill(async () => Buffer.from((await looked).text));
        const { found } = await looked;
        const count = found.found.length;
        output.result(
          { inventory: { file: to, certificates: count } },
          () =>
            `Wrote ${count === 1 ? 'one certificate' : `${count} certificates`} to ${to ?? ''}.`,
        );
        return endOfLook(output, found);
      }),
    );
}

async function search(
  { engine, progress, signal }: CommandContext,
  query: CertificateQuery,
  vaults: readonly string[] | undefined,
): Promise<FoundInVaults<InventoryItem>> {
  const wish = { query, vaults: vaults?.map(parseVaultName) ?? ('all' as const) };
  return engine.search(wish, signal, (read) => {
    if (read % TELL_EVERY === 0) progress.say(`${read} certificates read.`);
  });
}

function queryOf(
  text: string | undefined,
  { name, dns: dnsName, thumbprint, issuer, tag }: FindOptions,
): CertificateQuery {
  if (thumbprint !== undefined && !/^(?:[\s:]*[0-9a-f]){6,64}[\s:]*$/i.test(thumbprint)) {
    throw new CertError('InvalidOption', {
      option: '--thumbprint',
      value: thumbprint,
      expected: 'the beginning of a thumbprint in hex, six digits at least',
    });
  }
  return {
    ...(text === undefined ? {} : { text }),
    ...(name === undefined ? {} : { name }),
    ...(dnsName === undefined ? {} : { dnsName }),
    ...(thumbprint === undefined ? {} : { thumbprint }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(tag === undefined ? {} : { tag }),
  };
}

function tagQuery(text: string): TagQuery {
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  if (name.trim() !== '') return at < 0 ? { name } : { name, value: text.slice(at + 1) };
  const expected = 'NAME or NAME=VALUE';
  throw new CertError('InvalidOption', { option: '--tag', value: text, expected });
}

function documentOf({ found, failures }: FoundInVaults<InventoryItem>, now: Date): object {
  return {
    certificates: found.map((item) => inventoryDocument(item, now)),
    failures: failures.map(({ vault, error }) => ({ vault, error: errorDocument(error) })),
  };
}

function tableOf({ found }: FoundInVaults<InventoryItem>, now: Date): string {
  if (found.length === 0) return 'No certificates.';
  return columns(
    ['VAULT', 'CERTIFICATE', 'STATE', 'EXPIRES', 'ISSUER', 'NAMES'],
    found.map(({ vault, name, bundle, facts }) => [
      vault,
      name,
      expiryState(bundle, now),
      facts ? expiryInWords(facts.notAfter, now, english) : '',
      facts?.issuer ?? '',
      facts?.alternativeNames.map(({ value }) => value).join(', ') ?? '',
    ]),
  );
}
