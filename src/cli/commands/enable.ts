/** `kvcert enable` and `kvcert disable`: one version of a certificate. */
import type { Command } from 'commander';
import type { Switching } from '../../app/upkeep/switch-version.ts';
import { parseCertificateTarget } from '../../domain/certificate-target.ts';
import { withAzureOptions, type CommonOptions } from '../common-options.ts';
import { confirm } from '../confirm.ts';
import { EXIT } from '../exit-code.ts';
import type { RunCommand } from '../run-command.ts';

interface EnableOptions extends CommonOptions {
  readonly version?: string;
  readonly yes?: true;
}

export function addEnableCommands(program: Command, run: RunCommand): void {
  add(program, run, true)
    .summary('enable a version of a certificate')
    .description('Enables a version of a certificate: its secret can be read again.');
  add(program, run, false)
    .summary('disable a version of a certificate')
    .description(
      'Disables a version of a certificate: its secret is refused to everybody. The newest version, disabled, is not passed over: whoever asks for no version is refused.',
    )
    .option('-y, --yes', 'do not ask');
}

function add(program: Command, run: RunCommand, enabled: boolean): Command {
  return withAzureOptions(program.command(enabled ? 'enable' : 'disable'))
    .argument('<VAULT/NAME>', 'the certificate')
    .option('--version <version>', 'this version (default: the newest)')
    .action((text: string, options: EnableOptions) => {
      const place = parseCertificateTarget(text);
      const { version } = options;
      return run(options, undefined, async (context) => {
        const { engine, output, progress, signal } = context;
        const wish = { place, enabled, ...(version === undefined ? {} : { version }) };
        const switching = await engine.upkeep.switching(wish, signal);
        if (!enabled && !switching.already) {
          await confirm(context, sentenceOf(switching), options.yes === true);
        }
        if (!switching.already) await switching.carryOut(progress.reporter(text), signal);
        const { vault, name, version: found, isNewest, already } = switching;
        const state = enabled ? 'enabled' : 'disabled';
        output.result(
          { [state]: { vault, name, version: found, newest: isNewest, already } },
          () => `Version ${found} of ${text} is ${state}${already ? ' already' : ''}.`,
        );
        return EXIT.done;
      });
    });
}

function sentenceOf({ vault, name, version, isNewest, dnsNames }: Switching): string {
  const what = `Version ${version} of ${vault}/${name}, for ${dnsNames.join(', ')}, will be disabled: its secret is refused to everybody.`;
  return isNewest
    ? `${what} It is the newest: whoever asks for no version is refused then, and gets no older one.`
    : what;
}
