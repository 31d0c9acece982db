/** The command line: what there is to say, and where it goes. */
import { Command, CommanderError } from 'commander';
import { asCertError } from '../domain/error-catalogue.ts';
import { CertError } from '../domain/errors.ts';
import { addAccountCommand } from './commands/account.ts';
import { addBackupCommands } from './commands/backup.ts';
import { addCaCommand } from './commands/ca.ts';
import { addCreateCommand } from './commands/create.ts';
import { addContactCommand } from './commands/contact.ts';
import { addIssuerCommand } from './commands/issuer.ts';
import { addDeleteCommands } from './commands/delete.ts';
import { addEnableCommands } from './commands/enable.ts';
import { addExportCommand } from './commands/export.ts';
import { addFindCommands } from './commands/find.ts';
import { addGoBackCommand } from './commands/go-back.ts';
import { addHistoryCommand } from './commands/history.ts';
import { addImportCommand } from './commands/import.ts';
import { addLeftoversCommand } from './commands/leftovers.ts';
import { addListCommand } from './commands/list.ts';
import { addOperationsCommand } from './commands/operations.ts';
import { addPendingCommand } from './commands/pending.ts';
import { addPolicyCommands } from './commands/policy.ts';
import { addPreflightCommand } from './commands/preflight.ts';
import { addRenewCommand } from './commands/renew.ts';
import { addRevokeCommand } from './commands/revoke.ts';
import { addShowCommand } from './commands/show.ts';
import { addTagCommand } from './commands/tag.ts';
import { addVersionsCommand } from './commands/versions.ts';
import { addVaultCommand } from './commands/vault.ts';
import { addVaultsCommand } from './commands/vaults.ts';
import { refuseContradictions } from './contradictions.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { HELP } from './help-groups.ts';
import { createOutput } from './output.ts';
import type { RunCommand } from './run-command.ts';
import { runCommand, type Surroundings } from './session.ts';

/** Parses `argv` (without node and script), does what it says, resolves to the exit code. */
export async function runCli(surroundings: Surroundings, argv: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.done;
  const json = wantsJson(argv);
  const program = buildProgram(surroundings, json, async (options, own, work) => {
    exitCode = await runCommand({ ...surroundings, help }, options, own, work);
  });
  const help = helpFor(program, argv);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    const reason = usageError(error);
    // The help was shown, and says more.
    if (!json && isHelp(error)) return EXIT.usage;
    createOutput(surroundings.process, { json, help }).error(reason);
    return exitCodeOf(reason.code);
  }
}

function buildProgram({ process, version }: Surroundings, json: boolean, run: RunCommand): Command {
  const program = new Command('kvcert')
    .description(
      'TLS certificates in Azure Key Vault: issued and renewed through ACME DNS-01 in Azure DNS, with the private key never leaving the vault.',
    )
    .version(version, '-V, --version')
    // `--version` of a command is a certificate's.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      // Messages are told in our own words; what is left for stderr is the help.
      outputError: () => undefined,
      writeErr: (help) => {
        if (!json) process.stderr.write(help);
      },
    })
    .showHelpAfterError(false)
    .configureHelp(HELP)
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 1 failed, 2 wrong usage or input, 3 some of several failed,
4 sign-in needed, 130 cancelled.`,
    );
  addVaultsCommand(program, run);
  addListCommand(program, run);
  addShowCommand(program, run);
  addVersionsCommand(program, run);
  addFindCommands(program, run);
  addCreateCommand(program, run);
  addRenewCommand(program, run);
  addPreflightCommand(program, run);
  addOperationsCommand(program, run);
  addLeftoversCommand(program, run);
  addHistoryCommand(program, run);
  addCaCommand(program, run);
  addAccountCommand(program, run);
  addRevokeCommand(program, run);
  addGoBackCommand(program, run);
  addPendingCommand(program, run);
  addEnableCommands(program, run);
  addTagCommand(program, run);
  addPolicyCommands(program, run);
  addDeleteCommands(program, run);
  addImportCommand(program, run);
  addExportCommand(program, run);
  addBackupCommands(program, run);
  addIssuerCommand(program, run);
  addContactCommand(program, run);
  addVaultCommand(program, run);
  refuseContradictions(program);
  return program;
}

/** Read from the arguments themselves: the parser may have stopped before it came to the option. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some((argument, index) => {
    if (argument === 'json') return /^(--output|-[a-z]*o)$/.test(argv[index - 1] ?? '');
    return /^(--output=|-[a-z]*o)json$/.test(argument);
  });
}

/** Of the command that the arguments begin with, as far as there is one. */
function helpFor(program: Command, argv: readonly string[]): string {
  const words = [program.name()];
  let command = program;
  for (const word of argv) {
    const below = command.commands.find((one) => one.name() === word);
    if (below === undefined) break;
    words.push(word);
    command = below;
  }
  return [...words, '--help'].join(' ');
}

/** The parser had no command to go on with. */
function isHelp(error: unknown): boolean {
  return error instanceof CommanderError && error.code === 'commander.help';
}

function usageError(error: unknown): CertError {
  if (!(error instanceof CommanderError)) return asCertError(error);
  if (isHelp(error)) {
    const message = 'A command is missing, or there is none of that name.';
    return new CertError('InvalidUsage', { message });
  }
  const message = error.message.replace(/^error: /, '');
  const sentence = message.charAt(0).toUpperCase() + message.slice(1);
  return new CertError('InvalidUsage', {
    message: /[.!?]$/.test(sentence) ? sentence : `${sentence}.`,
  });
}
