import { type Command, Option } from 'commander';
import type { AccountChoice } from '../../app/accounts/account-choice.ts';
import type { AccountOrigin } from '../../app/accounts/create-account.ts';
import { resolveCa } from '../../domain/certificate-authorities.ts';
import { ACCOUNT_KEY_TYPES } from '../../domain/vault-keys.ts';
import { contactUrl } from '../../domain/account-contact.ts';
import { CertError } from '../../domain/errors.ts';
import { accountFields, accountTable } from '../account-text.ts';
import { caOption, repeated, withCommonOptions, type CommonOptions } from '../common-options.ts';
import { vaultKeyOf, type KeyOptions } from '../account-key-options.ts';
import { confirm } from '../confirm.ts';
import { externalAccountOf, type EabOptions } from '../eab-options.ts';
import { EXIT } from '../exit-code.ts';
import type { RunCommand } from '../run-command.ts';

interface AccountOptions extends CommonOptions {
  readonly ca: string;
  readonly eabKid?: string;
  readonly account?: string;
}

interface CreateOptions extends AccountOptions, EabOptions, KeyOptions {
  readonly contact?: readonly string[];
}

interface DeactivateOptions extends AccountOptions {
  readonly yes?: true;
}

const ORIGINS: Readonly<Record<AccountOrigin, string>> = {
  made: 'Made.',
  found: 'Found: the key has an account at the CA already, which is used from now on.',
  known: 'There is one already; nothing was changed.',
};

export function addAccountCommand(program: Command, run: RunCommand): void {
  const account = program
    .command('account')
    .summary('see, make and change the accounts at CAs')
    .description(
      'Shows, makes and changes the accounts that certificates are issued to: one for each CA and, where the CA wants one, each account on its site. Needs no sign-in.',
    );
  withCommonOptions(account.command('list', { isDefault: true }))
    .description('Lists the accounts that this machine remembers; asks nobody.')
    .action((options: CommonOptions) =>
      run(options, 'all', async ({ engine, output }) => {
        const accounts = await engine.accounts.list();
        output.result({ accounts }, () => accountTable(accounts));
        return EXIT.done;
      }),
    );
  addCreate(account, run);
  ofKnown(account.command('show'))
    .description('Shows an account as the CA has it: its status, its contact, its terms.')
    .action((options: AccountOptions) => {
      const choice = chosenBy(options);
      return run(options, 'all', async ({ engine, output, signal }) => {
        const report = await engine.accounts.show(choice, signal);
        output.result({ account: report }, () => accountFields(report));
        return EXIT.done;
      });
    });
  ofKnown(account.command('contact'))
    .description('Replaces the contact of an account; without an address it has none afterwards.')
    .argument('[ADDRESS...]', 'e-mail addresses')
    .action((addresses: readonly string[], options: AccountOptions) => {
      const contact = contactUrls(addresses);
      const choice = chosenBy(options);
      return run(options, 'all', async ({ engine, output, signal }) => {
        const report = await engine.accounts.updateContact(choice, contact, signal);
        output.result({ account: report }, () => accountFields(report));
        return EXIT.done;
      });
    });
  ofKnown(account.command('rollover'))
    .description(
      'Exchanges the key of an account for a new one; a key of Key Vault gets its next version.',
    )
    .action((options: AccountOptions) => {
      const choice = chosenBy(options);
      return run(options, 'all', async ({ engine, output, signal }) => {
        const known = await engine.accounts.rollOver(choice, signal);
        output.result({ account: known }, () => `The account ${known.url ?? ''} has a new key.`);
        return EXIT.done;
      });
    });
  addDeactivate(account, run);
}

function addCreate(account: Command, run: RunCommand): void {
  ofOne(account.command('create'))
    .description(
      "Makes an account at a CA, once its terms are agreed to. The key of an account on the CA's site is used once, and not kept. With --key-vault the account's own key signs in that vault and never leaves it: whoever may use it there shares the account, on any machine, by the same command.",
    )
    .option('--contact <address>', 'an e-mail address for the CA; may be repeated', repeated)
    .option(
      '--eab-key-file <file>',
      'the file with the HMAC key for --eab-kid, - for stdin (default: it is asked for)',
    )
    .option(
      '--key-vault <vault>',
      "the vault whose key signs for the account; it is made if it isn't there",
    )
    .option('--key-name <name>', 'the name of that key (default: kvcert-acme- and the CA)')
    .addOption(
      new Option('--key-type <type>', 'what that key is made as (default: ec-p256)').choices(
        ACCOUNT_KEY_TYPES,
      ),
    )
    .action((options: CreateOptions) => {
      const ca = resolveCa(options.ca);
      const vaultKey = vaultKeyOf(options);
      const contact = options.contact && { contact: contactUrls(options.contact) };
      return run(options, 'all', async (context) => {
        const { engine, output, signal } = context;
        const eab = await externalAccountOf(options, context);
        const wish = { ca, ...contact, ...(eab && { eab }), ...(vaultKey && { vaultKey }) };
        const { account: made, created, origin } = await engine.accounts.create(wish, signal);
        output.result({ account: made, created, origin }, () =>
          [ORIGINS[origin], accountFields(made)].join('\n'),
        );
        return EXIT.done;
      });
    });
}

function addDeactivate(account: Command, run: RunCommand): void {
  ofKnown(account.command('deactivate'))
    .description('Deactivates an account at the CA for ever, and forgets its key.')
    .option('-y, --yes', 'do not ask')
    .action((options: DeactivateOptions) => {
      const choice = chosenBy(options);
      return run(options, 'all', async (context) => {
        const { engine, output, signal } = context;
        const { url } = await engine.accounts.find(choice);
        await confirm(
          context,
          `The account ${url} at ${choice.ca.name} will be deactivated for ever; certificates that it has ordered stay valid.`,
          options.yes === true,
        );
        const known = await engine.accounts.deactivate(choice, signal);
        output.result({ account: known, deactivated: true }, () => `Deactivated: ${url}`);
        return EXIT.done;
      });
    });
}

/** The options that name one account. */
function ofOne(command: Command): Command {
  return withCommonOptions(command)
    .addOption(caOption().makeOptionMandatory())
    .option(
      '--eab-kid <id>',
      "the key id of an account on the CA's site (default: of those here, the account that issues)",
    );
}

/** Those for an account that is remembered. */
function ofKnown(command: Command): Command {
  return ofOne(command).option(
    '--account <url>',
    'the URL of the account, where there are several',
  );
}

function chosenBy({ ca, eabKid, account: url }: AccountOptions): AccountChoice {
  return { ca: resolveCa(ca), eabKid, url };
}

function contactUrls(addresses: readonly string[]): readonly string[] {
  return addresses.map((address) => {
    const url = contactUrl(address);
    if (url !== undefined) return url;
    const expected = 'an e-mail address';
    throw new CertError('InvalidOption', { option: '--contact', value: address, expected });
  });
}
