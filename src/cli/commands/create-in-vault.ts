/** `kvcert create` with an issuer of Key Vault's own, or by hand. */
import type { Command } from 'commander';
import type { VaultCreation } from '../../app/create-in-vault.ts';
import type { CertificateTarget } from '../../domain/certificate-target.ts';
import { CertError } from '../../domain/errors.ts';
import { parseTags, type Tag } from '../../domain/owner-tags.ts';
import { policyDocument } from '../../domain/policy-json.ts';
import { EXIT } from '../exit-code.ts';
import { giveIssued } from '../issued-text.ts';
import { policyText } from '../policy-text.ts';
import { POLICY_OPTIONS, policyChangeBy, type PolicyOptions } from '../policy-options.ts';
import { reserveFile } from '../reserve-file.ts';
import type { CommandContext } from '../session.ts';

export interface VaultCreationOptions extends PolicyOptions {
  readonly csrTo?: string;
  readonly force?: true;
  readonly disabled?: true;
  readonly wait?: number;
  readonly newVersion?: true;
  readonly dryRun?: true;
  readonly tag?: readonly Tag[];
}

/** What only ACME knows, by the names that commander gives the options. */
const ACME_OPTIONS = [
  ...['ca', 'account', 'profile', 'validDays', 'preferredChain', 'forceStaging', 'rehearse'],
  ...['rehearseAt', 'zone'],
];

const OWN_OPTIONS = [...POLICY_OPTIONS, 'csrTo', 'force', 'disabled', 'wait'];

/** Seconds. */
const LONGEST_WAIT = 3600;

export function withVaultCreationOptions(command: Command, heading: string): Command {
  const option = command.createOption.bind(command);
  return command
    .addOption(option('--csr-to <file>', 'where the CSR goes (default: stdout)').helpGroup(heading))
    .addOption(option('--force', 'overwrite that file').helpGroup(heading))
    .addOption(
      option('--disabled', 'the version cannot be used before it is enabled').helpGroup(heading),
    )
    .addOption(
      option('--wait <seconds>', 'wait so long for the issuer (default: 300)')
        .argParser(waitSeconds)
        .helpGroup(heading),
    );
}

/**
 * True where Key Vault itself is to make it.
 * @throws CertError InvalidUsage: options of the other kind are given
 */
export function isMadeInVault(command: Command, options: VaultCreationOptions): boolean {
  const given = (name: string): boolean => command.getOptionValueSource(name) === 'cli';
  const inVault = options.issuer !== undefined || options.policy !== undefined;
  const foreign = (inVault ? ACME_OPTIONS : OWN_OPTIONS).filter(given);
  if (foreign.length === 0) return inVault;
  const names = foreign
    .map((name) => command.options.find((one) => one.attributeName() === name)?.long ?? name)
    .join(', ');
  throw new CertError('InvalidUsage', {
    message: inVault
      ? `With --issuer or --policy no CA of ACME is asked: leave ${names} out.`
      : `Without --issuer or --policy a CA of ACME is asked, which knows nothing of ${names}.`,
  });
}

export async function createInVault(
  { engine, output, progress, signal }: CommandContext,
  target: CertificateTarget,
  options: VaultCreationOptions,
): Promise<number> {
  const { csrTo, force = false, newVersion = false, disabled = false, wait } = options;
  const creation = await engine.createInVault(
    {
      ...{ target, newVersion, disabled, change: await policyChangeBy(options) },
      ...(options.tag ? { tags: parseTags(options.tag) } : {}),
      ...(wait === undefined ? {} : { patience: wait * 1000 }),
    },
    signal,
  );
  const label = `${creation.vault}/${creation.name}`;
  requireOptionsFor(creation, options);
  if (options.dryRun) {
    const { vault, name, policy, tags, replaces } = creation;
    const document = { vault, name, policy: policyDocument(policy), tags, replaces };
    output.result({ dryRun: document }, () => `${outlook(creation)}\n${policyText(policy)}`);
    return EXIT.done;
  }
  const file =
    csrTo === undefined ? undefined : await reserveFile(csrTo, { option: '--csr-to', force });
  const carryOut = () => creation.carryOut(progress.reporter(label), signal);
  if (creation.kind !== 'by-hand') {
    const made = await carryOut();
    progress.stop();
    if ('issued' in made) giveIssued(output, made.issued);
    return EXIT.done;
  }
  const make = async (): Promise<Uint8Array> => {
    const made = await carryOut();
    return Buffer.from('csr' in made ? made.csr : '');
  };
  const csr = Buffer.from(await (file ? file.fill(make) : make())).toString();
  progress.stop();
  const { vault, name } = creation;
  output.result({ vault, name, waitsFor: 'merge', csr, file: csrTo }, () =>
    csrTo === undefined ? csr.trimEnd() : `The CSR of ${label} is in ${csrTo}.`,
  );
  if (!output.json) {
    output.warn(
      `Have it signed by a CA, then merge what it sends you: kvcert pending merge ${label} FILE`,
    );
  }
  return EXIT.done;
}

/** @throws CertError InvalidUsage */
function requireOptionsFor({ kind }: VaultCreation, options: VaultCreationOptions): void {
  const isByHand = kind === 'by-hand';
  if (!isByHand && options.csrTo !== undefined) {
    const message = 'The issuer gets the CSR itself: --csr-to is for the issuer manual.';
    throw new CertError('InvalidUsage', { message });
  }
  if (isByHand && options.wait !== undefined) {
    const message = 'Nobody is waited for with the issuer manual: leave --wait out.';
    throw new CertError('InvalidUsage', { message });
  }
}

function outlook({ vault, name, kind, policy, replaces }: VaultCreation): string {
  const what = replaces === undefined ? `${vault}/${name}` : `A new version of ${vault}/${name}`;
  if (kind === 'by-hand') return `${what} can be made; its CSR is for you to take to a CA.`;
  return kind === 'self'
    ? `${what} can be made, signed by its own key.`
    : `${what} can be asked for at ${policy.issuer}.`;
}

function waitSeconds(value: string): number {
  const seconds = /^\d{1,4}$/.test(value) ? Number(value) : Infinity;
  if (seconds <= LONGEST_WAIT) return seconds;
  const expected = `a number of seconds from 0 to ${LONGEST_WAIT}`;
  throw new CertError('InvalidOption', { option: '--wait', value, expected });
}
