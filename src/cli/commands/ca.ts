import type { Command } from 'commander';
import { resolveCa } from '../../domain/certificate-authorities.ts';
import { caFields, caTable, describedCa, listedCas } from '../ca-text.ts';
import { withCommonOptions, type CommonOptions } from '../common-options.ts';
import { EXIT } from '../exit-code.ts';
import type { RunCommand } from '../run-command.ts';

export function addCaCommand(program: Command, run: RunCommand): void {
  const ca = program
    .command('ca')
    .summary('see the CAs, and what one of them offers')
    .description(
      'Shows the certificate authorities that --ca knows by name, and what one of them offers: profiles, terms, limits. Needs no sign-in.',
    );
  withCommonOptions(ca.command('list', { isDefault: true }))
    .description('Lists the CAs that are known by name; asks nobody.')
    .action((options: CommonOptions) =>
      run(options, undefined, ({ output }) => {
        const authorities = listedCas();
        output.result({ authorities }, () => caTable(authorities));
        return Promise.resolve(EXIT.done);
      }),
    );
  withCommonOptions(ca.command('show'))
    .description('Asks a CA what it offers; agrees to nothing.')
    .argument('<CA>', 'one that is known by name, or the URL of an ACME directory')
    .addHelpText(
      'after',
      `
Examples:
  kvcert ca show letsencrypt
  kvcert ca show https://ca.example/acme/directory --ca-root root.pem`,
    )
    .action((choice: string, options: CommonOptions) => {
      const which = resolveCa(choice);
      return run(options, undefined, async ({ engine, output, signal }) => {
        const authority = describedCa(which, await engine.directory(which, signal));
        output.result({ authority }, () => caFields(authority));
        return EXIT.done;
      });
    });
}
