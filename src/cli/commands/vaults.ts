import type { Command } from 'commander';
import { withAzureOptions, type CommonOptions } from '../common-options.ts';
import { EXIT } from '../exit-code.ts';
import type { RunCommand } from '../run-command.ts';
import { columns } from '../table.ts';

export function addVaultsCommand(program: Command, run: RunCommand): void {
  withAzureOptions(program.command('vaults'))
    .summary('list the vaults that the signed-in account can see')
    .description('Lists the vaults that the signed-in account can see, in all its subscriptions.')
    .action((options: CommonOptions) =>
      run(options, undefined, async ({ engine, output, signal }) => {
        const vaults = await engine.vaults(signal);
        output.result({ vaults }, () =>
          vaults.length === 0
            ? 'The signed-in account sees no vault.'
            : columns(
                ['VAULT', 'TIER', 'LOCATION', 'RESOURCE GROUP', 'SUBSCRIPTION', 'URI'],
                vaults.map((vault) => [
                  vault.name,
                  vault.tier ?? '',
                  vault.location,
                  vault.resourceGroup,
                  vault.subscriptionId,
                  vault.uri,
                ]),
              ),
        );
        return EXIT.done;
      }),
    );
}
