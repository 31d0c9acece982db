/** What several checks have to know; each of it is looked up once, and fails for all of them. */
import type { AcmeAccount, AcmeDirectory } from '../../domain/acme.ts';
import type { AzureAccess } from '../../domain/azure-access.ts';
import type { AzureCaller } from '../../domain/azure-rights.ts';
import type { IssuanceCa } from '../../domain/issuance.ts';
import type { IssuanceWish } from '../../domain/issuance-wish.ts';
import type { CertificateBundle, Vault } from '../../domain/key-vault.ts';
import type { PreflightCheck } from '../../domain/preflight.ts';
import { chooseAccount, chooseCa } from '../choose-ca.ts';
import { choosePlaces, type ChosenPlaces } from '../choose-places.ts';
import { findVault } from '../find-vault.ts';
import type { IssuanceDesk } from '../issuance-desk.ts';
import { baseOf, type Base } from '../plan-issuance.ts';

export interface PreflightServices extends Pick<
  IssuanceDesk,
  | 'inventory'
  | 'vaultOf'
  | 'nameServers'
  | 'registrarOf'
  | 'accounts'
  | 'pki'
  | 'clock'
  | 'randomHex'
  | 'history'
> {
  readonly access: AzureAccess;
}

export interface PreflightWish extends IssuanceWish {
  /** The person agrees to whatever terms the CA has. */
  readonly agreesToTerms?: boolean;
}

/** What a check waits for. A rejection is a NotLooked where another check tells of the failure. */
export interface Outlook {
  readonly caller: Promise<AzureCaller>;
  readonly vault: Promise<Vault>;
  /** Rejects with the vault's own error. */
  readonly bundle: Promise<CertificateBundle | undefined>;
  readonly base: Promise<Base>;
  readonly dnsNames: Promise<readonly string[]>;
  readonly ca: Promise<IssuanceCa>;
  /** The one that would order; undefined: none is known yet. */
  readonly account: Promise<AcmeAccount | undefined>;
  readonly places: Promise<ChosenPlaces>;
  readonly directory: Promise<AcmeDirectory>;
}

/** Thrown where a check cannot be made before another one succeeds. */
export class NotLooked extends Error {
  readonly because: PreflightCheck;

  constructor(because: PreflightCheck, cause: unknown) {
    super(`see ${because}`, { cause });
    this.because = because;
  }
}

/** Begins to look everything up; what fails is told by the checks that wait for it. */
export function lookAround(
  services: PreflightServices,
  wish: PreflightWish,
  signal: AbortSignal,
): Outlook {
  const { target } = wish;
  const { accounts } = services;
  const caller = services.access.caller(signal);
  const vault = findVault(services.inventory, target.vault, signal);
  const bundle = vault.then((found) => services.vaultOf(found).get(target.name, signal));
  // What is wished in full depends on nothing that is there.
  const isComplete = wish.kind === 'create' && wish.dnsNames !== undefined;
  const base = toldBy('vault', bundle).then((found) => baseOf(services, wish, found));
  const dnsNames = isComplete
    ? Promise.resolve(wish.dnsNames ?? [])
    : toldBy('name', base).then((known) => known.dnsNames);
  const ca =
    wish.ca !== undefined || wish.kind === 'create'
      ? chooseCa({ accounts }, wish, undefined, signal)
      : toldBy('vault', bundle).then((found) => chooseCa({ accounts }, wish, found, signal));
  const account = ca.then(async (chosen) => {
    const found = wish.kind === 'renew' ? await toldBy('vault', bundle) : undefined;
    const preferred = await chooseAccount(accounts, wish, chosen, found);
    return accounts.load(chosen.directoryUrl, preferred);
  });
  const outlook: Outlook = {
    account,
    caller,
    vault,
    bundle,
    base,
    dnsNames,
    ca,
    places: dnsNames.then((names) => choosePlaces(services, names, signal)),
    directory: ca.then(({ directoryUrl }) =>
      services.registrarOf(directoryUrl).ca.directory(signal),
    ),
  };
  // Each is awaited by some check later: until then a rejection is nobody's.
  for (const each of Object.values(outlook)) (each as Promise<unknown>).catch(() => undefined);
  return outlook;
}

/** The same, where another check tells of its failure. */
export async function toldBy<T>(check: PreflightCheck, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof NotLooked ? error : new NotLooked(check, error);
  }
}
