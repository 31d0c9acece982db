/** The accounts at certification authorities that a vault itself orders from. */
import {
  isIssuerName,
  type CertificateIssuer,
  type CertificateIssuers,
  type IssuerChange,
  type IssuerDetails,
} from '../../domain/certificate-issuers.ts';
import { CertError } from '../../domain/errors.ts';
import type { Inventory } from '../../domain/inventory.ts';
import type { Vault } from '../../domain/key-vault.ts';
import { chosenVault, type VaultChoice } from '../find-vault.ts';

export interface IssuerServices {
  readonly inventory: Pick<Inventory, 'vaults'>;
  readonly issuersOf: (vault: Vault) => CertificateIssuers;
}

/** An issuer of a vault. */
export interface IssuerPlace {
  readonly vault: VaultChoice;
  readonly name: string;
}

export interface VaultIssuers {
  list(vault: VaultChoice, signal: AbortSignal): Promise<readonly CertificateIssuer[]>;
  /** @throws CertError InvalidIssuerName, IssuerNotFound */
  show(place: IssuerPlace, signal: AbortSignal): Promise<IssuerDetails>;
  /** @throws CertError IssuerExists, InvalidIssuerName */
  create(
    place: IssuerPlace,
    issuer: IssuerChange & Pick<CertificateIssuer, 'provider'>,
    signal: AbortSignal,
  ): Promise<IssuerDetails>;
  /**
   * What the change does not name stays.
   * @throws CertError InvalidIssuerName, IssuerNotFound
   */
  update(place: IssuerPlace, change: IssuerChange, signal: AbortSignal): Promise<IssuerDetails>;
  /**
   * Policies that name it stay, and what they ask for fails from then on.
   * @throws CertError InvalidIssuerName, IssuerNotFound
   */
  delete(place: IssuerPlace, signal: AbortSignal): Promise<IssuerDetails>;
}

/** Names of a policy that mean something else (WellKnownIssuerNames of the API). */
const RESERVED: readonly string[] = ['self', 'unknown'];

export function openIssuers({ inventory, issuersOf }: IssuerServices): VaultIssuers {
  const open = async ({ vault: choice, name }: IssuerPlace, signal: AbortSignal) => {
    // What is none could name something else in the path of a request.
    if (!isIssuerName(name)) throw new CertError('InvalidIssuerName', { name });
    const vault = await chosenVault(inventory, choice, signal);
    const issuers = issuersOf(vault);
    const found = async (answer: Promise<IssuerDetails | undefined>): Promise<IssuerDetails> => {
      const issuer = await answer;
      if (issuer !== undefined) return issuer;
      const known = (await issuers.list(signal)).map((each) => each.name);
      throw new CertError('IssuerNotFound', { vault: vault.name, issuer: name, known });
    };
    return { vault, issuers, found };
  };
  return {
    async list(choice, signal) {
      const vault = await chosenVault(inventory, choice, signal);
      const all = await issuersOf(vault).list(signal);
      return all.toSorted((a, b) => a.name.localeCompare(b.name));
    },
    async show(place, signal) {
      const { issuers, found } = await open(place, signal);
      return found(issuers.get(place.name, signal));
    },
    async create(place, issuer, signal) {
      const { name } = place;
      if (RESERVED.includes(name.toLowerCase())) throw new CertError('InvalidIssuerName', { name });
      const { vault, issuers } = await open(place, signal);
      // The service would put it in the place of the other one.
      if (await issuers.get(name, signal)) {
        throw new CertError('IssuerExists', { vault: vault.name, issuer: name });
      }
      signal.throwIfAborted();
      return issuers.set(name, issuer);
    },
    async update(place, change, signal) {
      const { issuers, found } = await open(place, signal);
      signal.throwIfAborted();
      return found(issuers.update(place.name, change));
    },
    async delete(place, signal) {
      const { issuers, found } = await open(place, signal);
      signal.throwIfAborted();
      return found(issuers.delete(place.name));
    },
  };
}
