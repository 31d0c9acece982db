/**
 * What surrounds every command: engine, streams, Ctrl+C, and the one place where errors are shown.
 */
import { openAccountStore } from '../app/account-store.ts';
import { readCaRoots } from '../app/ca-roots.ts';
import { createEngine, type Engine } from '../app/engine.ts';
import { additionalTenants, headlessCredential } from '../app/headless-sign-in.ts';
import { stateFolders } from '../app/state-folders.ts';
import { systemClock } from '../app/system-clock.ts';
import type { Unfinished } from '../app/unfinished-operations.ts';
import { asCertError, explain } from '../domain/error-catalogue.ts';
import { certificateKey } from '../domain/ownership.ts';
import type { CertificateTarget } from '../domain/certificate-target.ts';
import { agreeToTerms } from './agree-to-terms.ts';
import type { Terminal } from './ask.ts';
import { listenForCancel } from './cancel-signal.ts';
import { confirmCa } from './confirm-ca.ts';
import type { CommonOptions } from './common-options.ts';
import { exitCodeOf } from './exit-code.ts';
import { stateFolder } from './folders.ts';
import { createOutput, type Output } from './output.ts';
import { liveProgress } from './live-progress.ts';
import { ownerOf } from '../app/owner.ts';
import { lineProgress, quietProgress, type Progress } from './progress.ts';
import { createAgents } from './proxy-agent.ts';
import { completeProxyVariables } from './proxy-variables.ts';
import { stderrLog } from './stderr-log.ts';

export interface CommandContext {
  readonly engine: Engine;
  readonly output: Output;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Undefined where nobody can be asked. */
  readonly terminal: Terminal | undefined;
}

/** What a command does; resolves to what the process ends with. */
export type CommandWork = (context: CommandContext) => Promise<number>;

export interface Surroundings {
  readonly process: NodeJS.Process;
  readonly version: string;
}

/** Of one command. */
interface OwnSurroundings extends Surroundings {
  /** The command line that shows its help. */
  readonly help: string;
}

const CA_ROOT = { option: '--ca-root', expected: "a file with the CA's root certificate in PEM" };

/**
 * @param own - the certificate that the command itself takes up, or `all` for *operations*: of
 *   other unfinished operations the person is told first
 */
export async function runCommand(
  { process, version, help }: OwnSurroundings,
  options: CommonOptions,
  own: CertificateTarget | 'all' | undefined,
  work: CommandWork,
): Promise<number> {
  completeProxyVariables(process.env);
  const folder = await stateFolder(process.env, process.platform);
  const caRoot = options.caRoot ? await readCaRoots(options.caRoot, CA_ROOT) : undefined;
  const output = createOutput(process, { json: options.output === 'json', help });
  const progress = progressFor(process, options);
  const cancel = listenForCancel(process, progress.say);
  const agents = createAgents();
  const { signal } = cancel;
  const surroundings = {
    cloud: options.cloud,
    agentFor: agents.agentFor,
    version,
    clock: systemClock,
    log: stderrLog(process.stderr, options.verbose === true),
  };
  const credential = headlessCredential({
    ...surroundings,
    method: options.auth,
    env: process.env,
  });
  const servicePrincipal =
    (options.auth ?? 'env') === 'env' ? process.env['AZURE_CLIENT_ID'] : undefined;
  const { stdin: input, stderr } = process;
  const terminal = input.isTTY ? { input, output: stderr } : undefined;
  const engine = createEngine({
    ...surroundings,
    credential,
    tenants: additionalTenants(process.env),
    zones: options.zone ?? [],
    accounts: openAccountStore(stateFolders(folder).accounts),
    stateFolder: folder,
    dnsServers: options.dnsServers ?? [],
    dohServers: options.doh ?? [],
    ...(caRoot === undefined ? {} : { privateRoots: caRoot }),
    propagationWaitSeconds: options.propagationWait ?? 0,
    ...(options.roomWait === undefined ? {} : { roomWaitSeconds: options.roomWait }),
    agree: agreeToTerms({
      agreed: options.agreeTerms === true,
      terminal,
      progress,
      signal,
    }),
    confirmCa: confirmCa({ terminal, progress }),
    owner: ownerOf(process),
    ...(servicePrincipal === undefined ? {} : { user: servicePrincipal }),
  });
  try {
    if (own !== 'all') await tellUnfinished(engine, progress, own);
    return await work({ engine, output, progress, signal, terminal });
  } catch (error) {
    const reason = asCertError(error);
    progress.stop();
    output.error(reason);
    return exitCodeOf(reason.code);
  } finally {
    progress.stop();
    cancel.dispose();
    agents.close();
  }
}

function progressFor(process: NodeJS.Process, options: CommonOptions): Progress {
  if (options.quiet === true) return quietProgress(process.stderr);
  const isLive = process.stderr.isTTY && options.verbose !== true;
  return isLive ? liveProgress(process.stderr) : lineProgress(process.stderr);
}

/** What the journal does not tell must not keep anybody from listing certificates. */
async function tellUnfinished(
  engine: Engine,
  progress: Progress,
  own: CertificateTarget | undefined,
): Promise<void> {
  try {
    const { operations, failures } = await engine.unfinished();
    tellInterrupted(operations, progress, own);
    // The command itself refuses to begin then, and says why.
    if (own !== undefined) return;
    for (const { error } of failures) progress.say(explain(error).message);
  } catch (error) {
    progress.say(explain(asCertError(error)).message);
  }
}

function tellInterrupted(
  operations: Unfinished['operations'],
  progress: Progress,
  own: CertificateTarget | undefined,
): void {
  const interrupted = operations.filter(
    ({ pid, vault, name }) =>
      pid === undefined &&
      (own === undefined || certificateKey(vault, name) !== certificateKey(own.vault, own.name)),
  );
  for (const { id, kind, vault, name, step, since } of interrupted) {
    progress.say(
      `Unfinished: ${kind} ${vault}/${name}, interrupted at "${step}", begun ${since} (${id}).`,
    );
  }
  if (interrupted.length > 0) {
    progress.say('Finish or undo it with "kvcert operations resume|undo --all".');
  }
}
