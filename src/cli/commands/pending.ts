/** `kvcert pending`: what is on its way in a vault. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Merging } from '../../app/pending/merge-file.ts';
import { parseCertificateTarget } from '../../domain/certificate-target.ts';
import { describeDifference } from '../../domain/messages/reasons.ts';
import { english } from '../../domain/translate.ts';
import { withAzureOptions, type CommonOptions } from '../common-options.ts';
import { confirm } from '../confirm.ts';
import { EXIT } from '../exit-code.ts';
import { readInputFile } from '../input-file.ts';
import { pendingDocument, pendingText, statusWords } from '../pending-text.ts';
import { reserveFile } from '../reserve-file.ts';
import type { RunCommand } from '../run-command.ts';

interface PendingOptions extends CommonOptions {
  readonly requestId?: string;
  readonly yes?: true;
}

interface CsrOptions extends PendingOptions {
  readonly to?: string;
  readonly force?: true;
}

export function addPendingCommand(program: Command, run: RunCommand): void {
  const pending = program
    .command('pending')
    .summary('look at, merge, cancel or delete what is pending')
    .description(
      'What is on its way in a vault: a key with its CSR that waits for a certificate, or for an issuer of the vault.',
    );
  addShow(pending, run);
  addCsr(pending, run);
  addMerge(pending, run);
  addCancel(pending, run);
  addDelete(pending, run);
}

function addShow(pending: Command, run: RunCommand): void {
  subcommand(pending, 'show')
    .description('Shows a pending operation: how far it is, and what its CSR asks for.')
    .action((text: string, options: PendingOptions) =>
      run(options, undefined, async ({ engine, output, signal }) => {
        const details = await engine.pending.show(wishOf(text, options), signal);
        output.result(pendingDocument(details), () => pendingText(details));
        return EXIT.done;
      }),
    );
}

function addCsr(pending: Command, run: RunCommand): void {
  subcommand(pending, 'csr')
    .description('Gives out the CSR (PEM) of a pending operation, for a CA.')
    .option('--to <file>', 'where it goes (default: stdout)')
    .option('--force', 'overwrite the file')
    .action((text: string, options: CsrOptions) =>
      run(options, undefined, async ({ engine, output, signal }) => {
        const { to, force = false } = options;
        const file =
          to === undefined ? undefined : await reserveFile(to, { option: '--to', force });
        const request = (): Promise<string> =>
          engine.pending.request(wishOf(text, options), signal);
        if (file === undefined) {
          const csr = await request();
          output.result({ csr }, () => csr.trimEnd());
          return EXIT.done;
        }
        const bytes = await file.fill(async () => Buffer.from(await request()));
        output.result({ csr: bytes.toString(), file: to }, () => `Wrote the CSR to ${to ?? ''}.`);
        return EXIT.done;
      }),
    );
}

function addMerge(pending: Command, run: RunCommand): void {
  subcommand(pending, 'merge')
    .argument(
      '<FILE>',
      "the CA's answer with its chain: PEM, DER or PKCS#7, in any order; - for stdin",
    )
    .description(
      'Merges what a CA has made of the CSR: the certificate for the key is looked for in the file, and its chain is put in order.',
    )
    .option('-y, --yes', 'do not ask where it differs from the CSR')
    .action((text: string, file: string, options: PendingOptions) =>
      run(options, undefined, async (context) => {
        const { engine, output, progress, signal } = context;
        const wanted = { option: 'FILE', expected: 'a file with a certificate' };
        const bytes = await readInputFile(file, wanted);
        const chain = { name: file === '-' ? 'stdin' : basename(file), bytes };
        const merging = await engine.pending.merging(wishOf(text, options), chain, signal);
        const doubts = doubtsOf(merging);
        if (doubts.length > 0) {
          await confirm(context, `${text}: ${doubts.join(' ')}`, options.yes === true);
        }
        if (merging.missing !== '') {
          output.warn(
            `The chain ends before its root: whoever does not know ${merging.missing} cannot verify it.`,
          );
        }
        const merged = await merging.carryOut(progress.reporter(text), signal);
        progress.stop();
        const { chainLength, leftOut } = merging;
        output.result(
          { merged: { ...merged, chainLength, leftOut } },
          () =>
            `Merged into ${text}: version ${merged.version}, for ${merged.dnsNames.join(', ')}, valid until ${merged.notAfter.slice(0, 10)}.`,
        );
        return EXIT.done;
      }),
    );
}

function doubtsOf({ differences, outdated, certificate }: Merging): readonly string[] {
  const list = differences.map((difference) => describeDifference(difference, english));
  return [
    ...(list.length > 0
      ? [`The certificate is not for what the CSR asks for: ${list.join('; ')}.`]
      : []),
    ...(outdated === 'expired'
      ? [`The certificate has expired on ${certificate.notAfter.toISOString().slice(0, 10)}.`]
      : []),
    ...(outdated === 'not-yet'
      ? [`The certificate is not valid before ${certificate.notBefore.toISOString()}.`]
      : []),
  ];
}

function addCancel(pending: Command, run: RunCommand): void {
  subcommand(pending, 'cancel')
    .description(
      'Asks the issuer of a pending operation to give it up, and waits what comes of it. It may be done before it hears of it.',
    )
    .option('-y, --yes', 'do not ask')
    .action((text: string, options: PendingOptions) =>
      run(options, undefined, async (context) => {
        const { engine, output, progress, signal } = context;
        const wish = wishOf(text, options);
        const { operation } = await engine.pending.show(wish, signal);
        const { issuer, requestId } = operation;
        const what = `The operation of ${text} (issuer ${issuer}) will be cancelled: no certificate will come of it.`;
        await confirm(context, what, options.yes === true);
        const meant = { ...wish, requestId };
        const after = await engine.pending.cancel(meant, progress.reporter(text), signal);
        progress.stop();
        output.result(
          { cancellation: { ...wish.place, requestId, status: after.status } },
          () => `${text}: ${statusWords(after)}`,
        );
        return after.status === 'cancelled' ? EXIT.done : EXIT.failed;
      }),
    );
}

function addDelete(pending: Command, run: RunCommand): void {
  subcommand(pending, 'delete')
    .description(
      'Deletes a pending operation, whatever its state; not the certificate. Its key is lost: what a CA makes of its CSR fits nowhere any more.',
    )
    .option('-y, --yes', 'do not ask')
    .action((text: string, options: PendingOptions) =>
      run(options, undefined, async (context) => {
        const { engine, output, signal } = context;
        const wish = wishOf(text, options);
        const { operation } = await engine.pending.show(wish, signal);
        const { issuer, status, requestId } = operation;
        if (status === 'inprogress') {
          const what = `The operation of ${text} (issuer ${issuer}) will be deleted with its key: what a CA makes of its CSR fits nowhere any more.`;
          await confirm(context, what, options.yes === true);
        }
        const before = await engine.pending.delete({ ...wish, requestId }, signal);
        output.result(
          { deleted: { ...wish.place, requestId, status: before.status } },
          () => `Deleted the operation of ${text}.`,
        );
        return EXIT.done;
      }),
    );
}

function subcommand(pending: Command, name: string): Command {
  return withAzureOptions(pending.command(name))
    .argument('<VAULT/NAME>', 'the certificate')
    .option('--request-id <id>', 'this operation, and none that has taken its place');
}

function wishOf(text: string, { requestId }: PendingOptions) {
  const place = parseCertificateTarget(text);
  return { place, ...(requestId === undefined ? {} : { requestId }) };
}
