/** `kvcert vault create`. */
import { type Command, Option } from 'commander';
import type { MadeVault, VaultMaking } from '../../app/vaults/create-vault.ts';
import { parseVaultName } from '../../domain/certificate-target.ts';
import { explain } from '../../domain/error-catalogue.ts';
import { CertError } from '../../domain/errors.ts';
import { VAULT_TIERS, type VaultTier } from '../../domain/key-vault.ts';
import { parseTags, type Tag } from '../../domain/owner-tags.ts';
import { quoted } from '../../domain/messages/explanation.ts';
import { english } from '../../domain/translate.ts';
import { RETENTION_DAYS } from '../../domain/vault-creation.ts';
import { askYesNo } from '../ask.ts';
import { withAzureOptions, type CommonOptions } from '../common-options.ts';
import { confirm } from '../confirm.ts';
import { EXIT } from '../exit-code.ts';
import { tagsOf } from '../issuance-options.ts';
import { errorDocument } from '../output.ts';
import type { RunCommand } from '../run-command.ts';
import type { CommandContext } from '../session.ts';
import { fields } from '../table.ts';

interface CreateOptions extends CommonOptions {
  readonly subscription?: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly sku: VaultTier;
  readonly retentionDays: number;
  readonly purgeProtection?: boolean;
  readonly tag?: readonly Tag[];
  readonly assignMe?: true;
  readonly checkOnly?: true;
  readonly yes?: true;
}

export function addVaultCommand(program: Command, run: RunCommand): void {
  const vault = program
    .command('vault')
    .summary('make a vault')
    .description('Makes vaults; kvcert vaults lists those that there are.');
  withAzureOptions(vault.command('create'))
    .summary('make a vault that goes by roles')
    .description(
      'Makes a vault that goes by roles (RBAC), with soft delete. Name, location and resource group are looked at first. Whoever makes it has no right to use it yet: --assign-me gives the role Key Vault Certificates Officer; where that fails, the vault is made all the same and the command ends with 3.',
    )
    .argument('<NAME>', 'of the vault: unique in all of Azure, a part of its URI')
    .requiredOption('-g, --resource-group <name>', 'where it goes')
    .requiredOption('-l, --location <name>', 'the region, e.g. westeurope')
    .option('--subscription <id>', 'id or name (default: the only one that there is)')
    .addOption(
      new Option('--sku <tier>', 'premium has an HSM').choices(VAULT_TIERS).default('standard'),
    )
    .addOption(
      new Option('--retention-days <days>', 'so long what is deleted can be recovered, 7 to 90')
        .argParser(retentionDays)
        .default(RETENTION_DAYS.most),
    )
    .option(
      '--purge-protection',
      'nobody can purge what is deleted before that; it can never be switched off (you are asked where nothing is said)',
    )
    .option('--no-purge-protection', 'what is deleted can be purged at once')
    .option('--tag <name=value>', 'a tag of the vault; may be repeated', tagsOf('--tag'))
    .option('--assign-me', 'become Key Vault Certificates Officer of it')
    .option('--check-only', 'only say what would be made')
    .option('-y, --yes', 'do not ask')
    .action((name: string, options: CreateOptions) =>
      run(options, undefined, async (context) => {
        const { engine, output, signal, progress } = context;
        parseVaultName(name);
        const purgeProtection = await isProtected(context, options);
        const { resourceGroup, location, sku: tier, retentionDays: days } = options;
        const subscription = options.subscription ?? (await onlySubscription(context));
        const making = await engine.createVault(
          {
            ...{ name, subscription, resourceGroup, location, tier, retentionDays: days },
            purgeProtection,
            ...(options.tag ? { tags: parseTags(options.tag) } : {}),
          },
          signal,
        );
        if (options.checkOnly) {
          output.result({ checked: making.vault }, () => makingText(making));
          return EXIT.done;
        }
        const what = `The vault ${making.vault.name} will be made:\n${makingText(making)}\n`;
        await confirm(context, what, options.yes === true);
        progress.say(`Making the vault ${making.vault.name} …`);
        const made = await making.carryOut(options.assignMe === true, signal);
        progress.stop();
        tell(context, made);
        return typeof made.role === 'object' ? EXIT.someFailed : EXIT.done;
      }),
    );
}

/** @throws CertError InvalidUsage, NoSubscription */
async function onlySubscription({ engine, signal }: CommandContext): Promise<string> {
  const all = await engine.subscriptions(signal);
  const [first, ...others] = all;
  if (first === undefined) throw new CertError('NoSubscription', { accounts: [] });
  if (others.length === 0) return first.id;
  const names = all.map(({ name }) => name).join(', ');
  const message = `There are several subscriptions (${names}): name one with --subscription.`;
  throw new CertError('InvalidUsage', { message });
}

/** @throws CertError InvalidUsage where nobody can be asked */
async function isProtected(
  { terminal, progress, signal }: CommandContext,
  { purgeProtection }: CreateOptions,
): Promise<boolean> {
  if (purgeProtection !== undefined) return purgeProtection;
  if (!terminal) {
    const message =
      'Say whether what is deleted may be purged early: --purge-protection or --no-purge-protection. Protection can never be switched off again.';
    throw new CertError('InvalidUsage', { message });
  }
  const question =
    'With purge protection nobody can purge what is deleted before its time, by accident or by force; it can never be switched off again, and names of deleted certificates stay taken.\nDo you want purge protection?';
  return progress.suspended(() => askYesNo(terminal, question, signal));
}

function makingText({ vault, subscription }: VaultMaking): string {
  return fields([
    ['Vault', vault.name],
    ['Subscription', subscription],
    ['Resource group', vault.resourceGroup],
    ['Location', vault.location],
    ['Tier', vault.tier],
    ['Access', 'by roles (RBAC)'],
    ['Soft delete', `${String(vault.retentionDays)} days`],
    ['Purge protection', vault.purgeProtection ? 'yes, for ever' : 'no'],
  ]);
}

function tell({ output }: CommandContext, { vault, role, isReady }: MadeVault): void {
  const assignment = `az role assignment create --role 'Key Vault Certificates Officer' --assignee YOUR_ACCOUNT --scope ${quoted(vault.id)}`;
  const failure = typeof role === 'object' ? explain(role.failure, english).message : undefined;
  const given =
    typeof role === 'object' ? { role: 'failed', error: errorDocument(role.failure) } : { role };
  const document = { ...vault, isReady, ...given };
  output.result({ created: document }, () => `Made ${vault.name}: ${vault.uri}`);
  if (!isReady) output.warn('Its name is not known everywhere yet: that takes some minutes.');
  if (failure !== undefined) output.warn(`You could not be given the role. ${failure}`);
  if (role === 'assigned')
    output.warn('You are its Key Vault Certificates Officer; that takes effect within minutes.');
  else output.warn(`Whoever is to use it needs a role: ${assignment}`);
}

function retentionDays(text: string): number {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  const { least, most } = RETENTION_DAYS;
  if (days >= least && days <= most) return days;
  const expected = `a number of days from ${least} to ${most}`;
  throw new CertError('InvalidOption', { option: '--retention-days', value: text, expected });
}
