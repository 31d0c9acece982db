/** The composition root: every adapter is made here, once, and handed to the use cases. */
import { randomBytes } from 'node:crypto';
import type { Agent } from 'node:http';
import { createAcmeCa } from '../acme/acme-ca.ts';
import { createAzure, type TokenCredential } from '../azure/azure.ts';
import { createNameServers } from '../dns/name-servers.ts';
import type { AccountStore } from '../domain/account-store.ts';
import type { AcmeCa, AcmeDirectory } from '../domain/acme.ts';
import { isKnownCa } from '../domain/certificate-authorities.ts';
import type { CertificateDetails } from '../domain/certificate-details.ts';
import type { CertificateTarget } from '../domain/certificate-target.ts';
import type { Cloud } from '../domain/cloud.ts';
import type { HistoryFilter } from '../domain/history.ts';
import type { Subscription, Tenant, UnlistedSubscription } from '../domain/inventory.ts';
import type { IssuanceCa, IssuedCertificate, JournalEntry } from '../domain/issuance.ts';
import type { StepReporter } from '../domain/issuance-news.ts';
import type { IssuanceWish } from '../domain/issuance-wish.ts';
import type {
  CertificateSummary,
  CertificateVault,
  CertificateVersion,
  Vault,
} from '../domain/key-vault.ts';
import type { NameState } from '../domain/name-state.ts';
import type { CheckResult, Preflight } from '../domain/preflight.ts';
import type { NameServerAddress } from '../domain/name-server-address.ts';
import type { Clock, Log, RandomHex } from '../domain/runtime.ts';
import { LONGEST_FIXED_WAIT } from '../domain/propagation.ts';
import type { ZoneId } from '../domain/zone-id.ts';
import { createPki } from '../pki/pki.ts';
import { openCaAccounts, type CaAccounts } from './accounts/ca-accounts.ts';
import { agreeOnOccasion } from './agree-on-occasion.ts';
import {
  prepareRevocation,
  type Revocation,
  type RevocationWish,
} from './accounts/revoke-certificate.ts';
import { authorityInfo, type AuthorityInfo } from './ca-session.ts';
import type { AgreeToTerms } from './registrar.ts';
import type { ConfirmCa } from './choose-ca.ts';
import { choosePlace, type FoundPlace } from './choose-places.ts';
import { compareVersions, type ComparedVersions } from './compare-versions.ts';
import { chooseVaults, type VaultSelection } from './choose-vaults.ts';
import type { FoundInVaults } from './each-vault.ts';
import { chosenVault, type CertificatePlace, type VaultChoice } from './find-vault.ts';
import { findCertificates, type FoundCertificate } from './find-certificates.ts';
import { preparePolicyChange, type PolicyChanging, type PolicyWish } from './change-policy.ts';
import {
  prepareVaultCreation,
  type VaultCreation,
  type VaultCreationWish,
} from './create-in-vault.ts';
import { prepareGoingBack, type GoBackWish, type GoingBack } from './go-back.ts';
import { openHistory, type HistoryReading } from './history.ts';
import { IssuanceAllowance } from './issuance-allowance.ts';
import type { IssuanceDesk } from './issuance-desk.ts';
import { KeyCreationPace } from './key-creation-pace.ts';
import { leftoverRecords, type LeftoverRecords } from './leftovers/leftover-records.ts';
import { listCertificates, type Listing } from './list-certificates.ts';
import { nameState } from './name-state.ts';
import { obtainCertificate } from './obtain-certificate.ts';
import { openJournal } from './operation-journal.ts';
import { openPendingWork, type PendingWork } from './pending/pending-work.ts';
import { preflight, type PreflightWish } from './preflight/preflight.ts';
import { requestByHand } from './renew-in-vault.ts';
import { RecordSetTurns } from './record-set-turns.ts';
import { renewSeveral, type Renewal, type RenewalOutcome } from './renew-several.ts';
import {
  searchCertificates,
  type InventoryItem,
  type SearchWish,
} from './search/search-certificates.ts';
import { showCertificate } from './show-certificate.ts';
import { stateFolders } from './state-folders.ts';
import { surveyRenewals, type Survey, type SurveyWish } from './survey-renewals.ts';
import { openContacts, type VaultContacts } from './vault-settings/contacts.ts';
import { openIssuers, type VaultIssuers } from './vault-settings/issuers.ts';
import { openTransfer, type Transfer } from './transfer/transfer.ts';
import { prepareVault, type VaultMaking, type VaultWish } from './vaults/create-vault.ts';
import { openUpkeep, type Upkeep } from './upkeep/upkeep.ts';
import {
  endUnfinished,
  listUnfinished,
  type OperationOutcome,
  type Unfinished,
} from './unfinished-operations.ts';

export interface EngineOptions {
  readonly credential: TokenCredential;
  readonly cloud: Cloud;
  /** The agent for a URL; undefined leaves the choice to what is below (right inside VS Code). */
  readonly agentFor: (url: string) => Agent | undefined;
  /** Ids of tenants in which zones are looked for besides those that Azure tells of. */
  readonly tenants?: readonly string[];
  /** Given by hand, for names whose zones the account may not list. */
  readonly zones?: readonly ZoneId[];
  readonly accounts: AccountStore;
  /** Journal, history and locks live below it. */
  readonly stateFolder: string;
  /** The user's name servers; when there are any, no others are asked. */
  readonly dnsServers: readonly NameServerAddress[];
  /** URLs of the user's resolvers over HTTPS, asked where nobody answers on port 53. */
  readonly dohServers?: readonly string[];
  /** PEM: trusted at the web servers of CAs that are not in the catalogue. */
  readonly privateRoots?: string;
  /** After so long a challenge counts as visible where no name server can be asked; 0: never. */
  readonly propagationWaitSeconds?: number;
  /** So long a challenge waits for room in a full TXT record set; absent: ten minutes. */
  readonly roomWaitSeconds?: number;
  readonly agree: AgreeToTerms;
  /** Absent: a CA that only a tag names is not dealt with. */
  readonly confirmCa?: ConfirmCa;
  /** `user@host`, for others to see who is at work. */
  readonly owner: string;
  /** Who is signed in to Azure, for the history. */
  readonly user?: string;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
}

export type { TokenCredential };

export interface Engine {
  /** All tenants of the account, whichever the credential is for. */
  tenants(signal: AbortSignal): Promise<readonly Tenant[]>;
  /** Those of the credential's tenant. */
  subscriptions(signal: AbortSignal): Promise<readonly Subscription[]>;
  /** Subscriptions whose vaults are missing in `vaults` because they could not be listed. */
  unlisted(signal: AbortSignal): Promise<readonly UnlistedSubscription[]>;
  /** The next look at tenants, subscriptions, vaults and zones asks Azure again. */
  refresh(): void;
  vaults(signal: AbortSignal): Promise<readonly Vault[]>;
  /** Page by page, as the vault answers. */
  certificates(vault: Vault, signal: AbortSignal): AsyncIterable<readonly CertificateSummary[]>;
  list(
    wanted: { readonly vaults: readonly string[] | 'all'; readonly expiringDays?: number },
    signal: AbortSignal,
  ): Promise<Listing>;
  /** Reads each certificate that the listing does not rule out; `told` hears how many so far. */
  search(
    wish: SearchWish,
    signal: AbortSignal,
    told?: (read: number) => void,
  ): Promise<FoundInVaults<InventoryItem>>;
  /** Newest first. */
  versions(
    vault: VaultChoice,
    name: string,
    signal: AbortSignal,
  ): Promise<readonly CertificateVersion[]>;
  /** The second one may be left out: the newest. */
  compareVersions(
    place: CertificatePlace,
    versions: readonly [string, string | undefined],
    signal: AbortSignal,
  ): Promise<ComparedVersions>;
  show(target: CertificatePlace, signal: AbortSignal): Promise<CertificateDetails>;
  /** Whether a certificate can be made under this name. */
  nameState(vault: Vault, name: string, signal: AbortSignal): Promise<NameState>;
  /** Where the proof for a DNS name would be put. */
  place(dnsName: string, signal: AbortSignal): Promise<FoundPlace>;
  /** What the CA says of itself. */
  directory(ca: IssuanceCa, signal: AbortSignal): Promise<AcmeDirectory>;
  /** Asks the CA; agrees to nothing. */
  authority(ca: IssuanceCa, signal: AbortSignal): Promise<AuthorityInfo>;
  /** What can be known before the CA is asked; changes nothing and asks nobody to agree. */
  preflight(
    wish: PreflightWish,
    signal: AbortSignal,
    tell?: (results: readonly CheckResult[]) => void,
  ): Promise<Preflight>;
  obtain(
    wish: IssuanceWish,
    reporter: StepReporter,
    signal: AbortSignal,
  ): Promise<IssuedCertificate>;
  /** The CSR (PEM) of a new version that waits for its merge, for a CA that a person asks. */
  requestByHand(
    target: CertificateTarget,
    reporter: Pick<StepReporter, 'note'>,
    signal: AbortSignal,
  ): Promise<string>;
  /** @throws CertError VaultNotFound */
  find(
    targets: readonly CertificateTarget[],
    signal: AbortSignal,
  ): Promise<readonly FoundCertificate[]>;
  /** What is due in these vaults, and why; asks the CAs for advice, and agrees to nothing. */
  survey(selection: VaultSelection, wish: SurveyWish, signal: AbortSignal): Promise<Survey>;
  /** Renews side by side; resolves when every one has ended. */
  renewSeveral<R extends Renewal>(
    renewals: readonly R[],
    reporterFor: (renewal: R) => StepReporter,
    signal: AbortSignal,
  ): Promise<readonly { readonly renewal: R; readonly outcome: RenewalOutcome }[]>;
  /** What revoking a version would do, and how it is done. */
  revocation(wish: RevocationWish, signal: AbortSignal): Promise<Revocation>;
  /** What going back to an older version would do, and how it is done. */
  goBack(wish: GoBackWish, signal: AbortSignal): Promise<GoingBack>;
  /** What Key Vault would make without ACME, by an issuer of its own or by hand; and how. */
  createInVault(wish: VaultCreationWish, signal: AbortSignal): Promise<VaultCreation>;
  /** What would change in a certificate's policy, and how it is done. */
  changePolicy(wish: PolicyWish, signal: AbortSignal): Promise<PolicyChanging>;
  /** What vault would be made, and how it is done. */
  createVault(wish: VaultWish, signal: AbortSignal): Promise<VaultMaking>;
  /** The accounts at CAs that are remembered here. */
  readonly accounts: CaAccounts;
  /** Deleting, enabling, tagging, backing up: what is done to certificates besides issuing them. */
  readonly upkeep: Upkeep;
  /** With their keys, from files and into files. */
  readonly transfer: Transfer;
  /** What is pending in vaults: shown, merged, cancelled, deleted. */
  readonly pending: PendingWork;
  /** The issuers that a vault orders from by itself, and whom it writes to. */
  readonly issuers: VaultIssuers;
  readonly contacts: VaultContacts;
  /** Challenge records that were left behind. */
  readonly leftovers: LeftoverRecords;
  unfinished(): Promise<Unfinished>;
  /** What has ended on this machine. */
  history(filter: HistoryFilter): Promise<HistoryReading>;
  endUnfinished(
    how: 'resume' | 'undo',
    ids: readonly string[] | 'all',
    reporterFor: (entry: JournalEntry) => StepReporter,
    signal: AbortSignal,
  ): Promise<readonly OperationOutcome[]>;
}

/** Milliseconds for one question to one name server; it is asked twice. */
const DNS_TIMEOUT = 2000;

/** Milliseconds for one question over HTTPS: with proxy and TLS in front of it. */
const DOH_TIMEOUT = 10_000;

/** Opens no connection and no file before the first use. */
export function createEngine(options: EngineOptions): Engine {
  const azure = createAzure(options);
  const turns = new RecordSetTurns(options.clock);
  const desk = createDesk(options, azure, turns);
  const services = { ...desk, inventory: azure.inventory };
  const issuersOf = (vault: Vault) => azure.issuers(vault);
  return {
    tenants: (signal) => azure.inventory.tenants(signal),
    subscriptions: (signal) => azure.inventory.subscriptions(signal),
    unlisted: (signal) => azure.inventory.unlisted(signal),
    refresh: () => {
      azure.inventory.refresh();
    },
    vaults: (signal) => azure.inventory.vaults(signal),
    certificates: (vault, signal) => azure.vault(vault).list(signal),
    list: (wanted, signal) => listCertificates(services, wanted, signal),
    search: (wish, signal, told) => searchCertificates(services, wish, signal, told),
    versions: async (choice, name, signal) =>
      azure.vault(await chosenVault(azure.inventory, choice, signal)).versions(name, signal),
    compareVersions: (place, versions, signal) => compareVersions(desk, place, versions, signal),
    show: (target, signal) => showCertificate(services, target, signal),
    nameState: (vault, name, signal) =>
      nameState({ vault: azure.vault(vault), pki: desk.pki }, name, signal),
    place: (dnsName, signal) => choosePlace(services, dnsName, signal),
    directory: (ca, signal) => desk.registrarOf(ca.directoryUrl).ca.directory(signal),
    authority: (ca, signal) => authorityInfo(desk.registrarOf(ca.directoryUrl), ca, signal),
    preflight: (wish, signal, tell) =>
      preflight({ ...services, access: azure.access }, wish, signal, tell),
    obtain: (wish, reporter, signal) => obtainCertificate(desk, wish, reporter, signal),
    requestByHand: async (target, reporter, signal) =>
      desk.pki.toPem(await requestByHand(desk, target, reporter, signal), 'request'),
    find: (targets, signal) => findCertificates(desk, targets, signal),
    survey: async (selection, wish, signal) => {
      const { vaults, unlisted } = await chooseVaults(azure.inventory, selection, signal);
      const survey = await surveyRenewals({ ...desk, log: options.log }, vaults, wish, signal);
      return { ...survey, failures: [...unlisted, ...survey.failures] };
    },
    renewSeveral: (renewals, reporterFor, signal) =>
      renewSeveral(
        {
          ...desk,
          log: options.log,
          obtain: (wish, reporter, abort) => obtainCertificate(desk, wish, reporter, abort),
        },
        renewals,
        reporterFor,
        signal,
      ),
    revocation: (wish, signal) => prepareRevocation(desk, wish, signal),
    goBack: (wish, signal) =>
      prepareGoingBack({ ...desk, versionReturn: azure.versionReturn }, wish, signal),
    changePolicy: (wish, signal) => preparePolicyChange({ ...desk, issuersOf }, wish, signal),
    createInVault: (wish, signal) => prepareVaultCreation({ ...desk, issuersOf }, wish, signal),
    createVault: (wish, signal) =>
      prepareVault({ ...services, maker: azure.vaultMaker, clock: desk.clock }, wish, signal),
    accounts: openCaAccounts(desk),
    upkeep: openUpkeep(desk),
    transfer: openTransfer({ ...desk, transferOf: (vault) => azure.transfer(vault) }),
    pending: openPendingWork(desk),
    issuers: openIssuers({ ...services, issuersOf }),
    contacts: openContacts({ ...services, contactsOf: (vault) => azure.contacts(vault) }),
    leftovers: leftoverRecords({
      ...{ ...services, turns, jitter },
      lists: azure.recordSetLists,
    }),
    unfinished: () => listUnfinished(desk),
    history: (filter) => desk.history.read(filter),
    endUnfinished: (how, ids, reporterFor, signal) =>
      endUnfinished(desk, how, ids, reporterFor, signal),
  };
}

function createDesk(
  options: EngineOptions,
  azure: ReturnType<typeof createAzure>,
  turns: RecordSetTurns,
): IssuanceDesk {
  const { accounts, clock, log, dnsServers, stateFolder, owner, agree } = options;
  const { dohServers: urls = [], agentFor, version, roomWaitSeconds: roomWait } = options;
  const fixedWait = Math.min(options.propagationWaitSeconds ?? 0, LONGEST_FIXED_WAIT);
  const folders = stateFolders(stateFolder);
  const journal = openJournal(folders.operations);
  const history = openHistory(folders.history, clock);
  const pki = createPki();
  const nameServers = createNameServers({
    ...(dnsServers.length > 0 ? { configured: dnsServers } : {}),
    doh: { urls, agentFor, version, timeoutMs: DOH_TIMEOUT },
    timeoutMs: DNS_TIMEOUT,
    log,
  });
  const { vaultKeys } = azure;
  const caAt = oneCaPerDirectory(options);
  const pace = new KeyCreationPace(clock);
  const vaultOf = (vault: Vault): CertificateVault => pace.applyTo(vault, azure.vault(vault));
  return {
    inventory: azure.inventory,
    vaultOf,
    upkeepOf: (vault) => azure.upkeep(vault),
    nameServers,
    records: azure.recordSets,
    registrarOf: (directoryUrl) => ({ ca: caAt(directoryUrl), accounts, agree, vaultKeys }),
    accounts,
    confirmCa: options.confirmCa,
    pki,
    clock,
    randomHex,
    owner,
    user: options.user,
    journal,
    history,
    allowance: new IssuanceAllowance(history, clock),
    lockFolder: folders.locks,
    servicesFor: (plan, reporter) => ({
      vault: vaultOf(plan.vault),
      records: azure.recordSets,
      nameServers,
      ...(fixedWait > 0 && { fixedWaitMs: fixedWait * 1000 }),
      ...(roomWait !== undefined && { roomWaitMs: roomWait * 1000 }),
      turns,
      ca: caAt(plan.ca.directoryUrl),
      accounts,
      agree: agreeOnOccasion(agree, plan.occasion),
      vaultKeys,
      pki,
      clock,
      jitter,
      journal,
      reporter,
      log,
    }),
  };
}

/** Certificates issued side by side share a CA's directory, nonces and rate. */
function oneCaPerDirectory(options: EngineOptions): (directoryUrl: string) => AcmeCa {
  const known = new Map<string, AcmeCa>();
  const { privateRoots } = options;
  const create = (directoryUrl: string): AcmeCa => {
    const rootCertificates = isKnownCa({ directoryUrl }) ? undefined : privateRoots;
    return createAcmeCa({ ...options, directoryUrl, rootCertificates, random: randomHex });
  };
  return (directoryUrl) => {
    const ca = known.get(directoryUrl) ?? create(directoryUrl);
    known.set(directoryUrl, ca);
    return ca;
  };
}

const randomHex: RandomHex = (bytes) => randomBytes(bytes).toString('hex');

/** From 0 (included) to 1. */
const jitter = (): number => randomBytes(4).readUInt32BE() / 2 ** 32;
