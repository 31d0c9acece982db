/** `kvcert delete`, `recover` and `purge`: the end of a certificate, and the ways around it. */
import type { Command } from 'commander';
import type { Deletion } from '../../app/upkeep/deletion.ts';
import type { DeletedCertificate } from '../../domain/certificate-upkeep.ts';
import { parseCertificateTarget } from '../../domain/certificate-target.ts';
import { withAzureOptions, type CommonOptions } from '../common-options.ts';
import { confirm } from '../confirm.ts';
import { EXIT } from '../exit-code.ts';
import type { RunCommand } from '../run-command.ts';

interface SureOptions extends CommonOptions {
  readonly yes?: true;
}

export function addDeleteCommands(program: Command, run: RunCommand): void {
  addDelete(program, run);
  addRecover(program, run);
  addPurge(program, run);
}

function addDelete(program: Command, run: RunCommand): void {
  withAzureOptions(program.command('delete'))
    .summary('delete a certificate with all its versions')
    .description(
      'Deletes a certificate with all its versions and keys. The vault keeps it for some time, in which it can be recovered.',
    )
    .argument('<VAULT/NAME>', 'the certificate')
    .option('-y, --yes', 'do not ask')
    .action((text: string, options: SureOptions) => {
      const place = parseCertificateTarget(text);
      return run(options, undefined, async (context) => {
        const { engine, output, progress, signal } = context;
        const deletion = await engine.upkeep.deletion(place, signal);
        await confirm(context, sentenceOf(deletion), options.yes === true);
        const deleted = await deletion.carryOut(progress.reporter(text), signal);
        progress.stop();
        output.result(
          { deleted: documentOf(deleted) },
          () => `Deleted ${text}. ${fateOf(deleted, text)}`,
        );
        return EXIT.done;
      });
    });
}

function addRecover(program: Command, run: RunCommand): void {
  withAzureOptions(program.command('recover'))
    .summary('get a deleted certificate back')
    .description('Gets a deleted certificate back, with all its versions and keys.')
    .argument('<VAULT/NAME>', 'the deleted certificate')
    .action((text: string, options: CommonOptions) => {
      const place = parseCertificateTarget(text);
      return run(options, undefined, async ({ engine, output, progress, signal }) => {
        const reporter = progress.reporter(text);
        const deleted = await engine.upkeep.findDeleted(place, signal, reporter);
        await deleted.recover(reporter, signal);
        progress.stop();
        output.result({ recovered: documentOf(deleted) }, () => `Recovered ${text}.`);
        return EXIT.done;
      });
    });
}

function addPurge(program: Command, run: RunCommand): void {
  withAzureOptions(program.command('purge'))
    .summary('have a deleted certificate forgotten for ever')
    .description(
      'Has a vault forget a deleted certificate for ever, with all its versions and keys. The name is free then.',
    )
    .argument('<VAULT/NAME>', 'the deleted certificate')
    .option('-y, --yes', 'do not ask')
    .action((text: string, options: SureOptions) => {
      const place = parseCertificateTarget(text);
      return run(options, undefined, async (context) => {
        const { engine, output, progress, signal } = context;
        const reporter = progress.reporter(text);
        const deleted = await engine.upkeep.findDeleted(place, signal, reporter);
        const what = `The deleted certificate ${text} will be gone for ever, with all its versions and keys.`;
        await confirm(context, what, options.yes === true);
        await deleted.purge(reporter, signal);
        output.result({ purged: documentOf(deleted) }, () => `Purged ${text}.`);
        return EXIT.done;
      });
    });
}

function sentenceOf({ vault, name, versions, notAfter, pending, ...more }: Deletion): string {
  const all = versions === 1 ? 'its only version' : `all its ${versions} versions`;
  const names = more.dnsNames.length > 0 ? `, for ${more.dnsNames.join(', ')}` : '';
  const until = notAfter ? ` (the newest is valid until ${dayOf(notAfter)})` : '';
  const operation = pending ? ' The operation that is pending for it goes, too.' : '';
  const { days, purgeable = true } = more.recovery ?? {};
  const fate =
    days === 0
      ? 'The vault keeps nothing that is deleted: it is gone for ever.'
      : `It can be recovered for ${days ?? 'some'} days; ${purgeable ? 'until then its name is taken' : 'until then its name is taken and nobody can purge it'}.`;
  return `${vault}/${name}${names}, will be deleted with ${all} and keys${until}. Whoever uses it loses it at once.${operation} ${fate}`;
}

function fateOf({ purgedOn }: DeletedCertificate, target: string): string {
  return purgedOn === undefined
    ? 'It cannot be recovered.'
    : `It can be recovered until ${dayOf(purgedOn)}: kvcert recover ${target}`;
}

function documentOf({ vault, name, thumbprint, ...more }: DeletedCertificate): object {
  const { deletedOn, purgedOn, purgeable } = more;
  return { vault, name, thumbprint, deletedOn, purgedOn, purgeable };
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
