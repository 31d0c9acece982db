/** `kvcert contact`: whom Key Vault writes to about the certificates of a vault. */
import type { Command } from 'commander';
import type { CertificateContact } from '../../domain/certificate-contacts.ts';
import { parseVaultName } from '../../domain/certificate-target.ts';
import { CertError } from '../../domain/errors.ts';
import { withAzureOptions, type CommonOptions } from '../common-options.ts';
import { EXIT } from '../exit-code.ts';
import type { RunCommand } from '../run-command.ts';
import type { CommandContext } from '../session.ts';
import { columns } from '../table.ts';

interface ContactOptions extends CommonOptions {
  readonly name?: string;
  readonly phone?: string;
}

export function addContactCommand(program: Command, run: RunCommand): void {
  const contact = program
    .command('contact')
    .summary('whom Key Vault writes to about a vault: list, add, remove')
    .description(
      'Whom Key Vault writes to where the policy of a certificate says EmailContacts: one list for all certificates of a vault.',
    );
  about(contact, 'list')
    .description('Lists the contacts of a vault.')
    .action((vault: string, options: CommonOptions) =>
      run(options, undefined, async (context) => {
        const { engine, signal } = context;
        return give(context, await engine.contacts.list(parseVaultName(vault), signal));
      }),
    );
  about(contact, 'add')
    .argument('<EMAIL>', 'the address')
    .description('Adds a contact, or changes the one with that address.')
    .option('--name <name>', 'who that is')
    .option('--phone <number>', 'a telephone number')
    .action((vault: string, email: string, options: ContactOptions) => {
      const added = contactOf(email, options);
      return run(options, undefined, async (context) => {
        const { engine, signal } = context;
        return give(context, await engine.contacts.add(parseVaultName(vault), added, signal));
      });
    });
  about(contact, 'remove')
    .argument('<EMAIL>', 'the address')
    .description('Removes a contact.')
    .action((vault: string, email: string, options: CommonOptions) =>
      run(options, undefined, async (context) => {
        const { engine, signal } = context;
        return give(context, await engine.contacts.remove(parseVaultName(vault), email, signal));
      }),
    );
}

function about(contact: Command, name: string): Command {
  return withAzureOptions(contact.command(name)).argument('<VAULT>', 'the vault');
}

function contactOf(email: string, { name, phone }: ContactOptions): CertificateContact {
  if (/^[^\s@,;<>]+@[^\s@,;<>]+$/.test(email) && email.length <= 254) {
    return {
      email,
      ...(name === undefined ? {} : { name }),
      ...(phone === undefined ? {} : { phone }),
    };
  }
  const expected = 'an e-mail address';
  throw new CertError('InvalidOption', { option: 'EMAIL', value: email, expected });
}

function give({ output }: CommandContext, contacts: readonly CertificateContact[]): number {
  output.result({ contacts }, () =>
    contacts.length === 0
      ? 'No contacts.'
      : columns(
          ['EMAIL', 'NAME', 'PHONE'],
          contacts.map(({ email, name = '', phone = '' }) => [email, name, phone]),
        ),
  );
  return EXIT.done;
}
