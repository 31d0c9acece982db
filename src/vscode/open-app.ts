/** The composition root of the extension: every part is made here, once. Nothing is asked, nothing is loaded. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { coalesced } from '../app/coalesced.ts';
import { openHistory, type History } from '../app/history.ts';
import { openListingCache, type ListingCache } from '../app/listing-cache.ts';
import { stateFolders } from '../app/state-folders.ts';
import { systemClock } from '../app/system-clock.ts';
import type { AppContext } from './app-context.ts';
import { EngineSlot } from './engine/engine-slot.ts';
import { openEngine } from './engine/open-engines.ts';
import { outputLog } from './engine/output-log.ts';
import { openErrorBoundary } from './errors/error-boundary.ts';
import { openExpiryMemory, type ExpiryMemoryFile } from './expiry/expiry-memory.ts';
import { agreeToTerms } from './operations/agree-to-terms.ts';
import { confirmCa } from './operations/confirm-ca.ts';
import { openBoard } from './operations/open-board.ts';
import { ChosenSubscriptions } from './portfolio/chosen-subscriptions.ts';
import { Portfolio } from './portfolio/portfolio.ts';
import { storedListingMemory } from './portfolio/stored-listing-memory.ts';
import { openSettings } from './settings.ts';
import { openDirectories, type Directories } from './sign-in/directories.ts';
import { editorSessions } from './sign-in/editor-sessions.ts';
import { secretAccountStore } from './sign-in/secret-account-store.ts';
import { signedOut } from './sign-in/signed-out.ts';
import { cloudOfSettings, watchCloud } from './sign-in/watch-cloud.ts';

export interface App extends AppContext {
  readonly directories: Directories;
  readonly cache: ListingCache;
  readonly expiryMemory: ExpiryMemoryFile;
  readonly history: History;
  /** For what CAs alone are asked: nobody has to be signed in to Azure. */
  readonly caEngine: EngineSlot;
  /** Of all windows. */
  readonly stateFolder: string;
  /** Aborted when the extension is shut down. */
  readonly signal: AbortSignal;
}

/** Milliseconds. A sign-in comes as several changes, and so does every token. */
const SESSIONS_SETTLE = 1000;

/** What an engine is made with. */
const ENGINE_SETTINGS = [
  'ca.rootsFile',
  'dns.servers',
  'dns.dohServers',
  'dns.zones',
  'dns.propagationWait',
  'dns.roomWait',
] as const;

export function openApp(extension: vscode.ExtensionContext): App {
  const log = vscode.window.createOutputChannel('Key Vault Certificates', { log: true });
  const settings = openSettings();
  const clock = systemClock;
  const ending = new AbortController();
  const { signal } = ending;
  const { cloud, provider } = cloudOfSettings();
  const stateFolder = extension.globalStorageUri.fsPath;
  const errors = openErrorBoundary(log);
  const { version } = extension.extension.packageJSON as { readonly version: string };
  const surroundings = {
    cloud,
    accounts: secretAccountStore(extension.secrets),
    agree: agreeToTerms(),
    confirmCa: confirmCa(),
    stateFolder,
    caRootsFile: () => settings.get('ca.rootsFile'),
    dnsServers: () => settings.get('dns.servers'),
    dohServers: () => settings.get('dns.dohServers'),
    zones: () => settings.get('dns.zones'),
    propagationWait: () => settings.get('dns.propagationWait'),
    roomWait: () => settings.get('dns.roomWait'),
    version,
    clock,
    log: outputLog(log),
  };
  const directories = openDirectories({
    sessions: editorSessions(provider),
    cloud,
    clock,
    openEngine: (credential, account) =>
      openEngine(credential, { ...surroundings, user: account.label }),
  });
  const caEngine = new EngineSlot(() => openEngine(signedOut(), surroundings));
  const chosen = new ChosenSubscriptions(extension.globalState);
  const cache = openListingCache(join(stateFolder, 'listing'), outputLog(log));
  const memory = storedListingMemory(cache, extension.globalState);
  const portfolio = new Portfolio({ source: directories, memory, chosen, clock, signal });
  const board = openBoard({ extension, stateFolder, clock, log: outputLog(log) });
  const expiryMemory = openExpiryMemory(join(stateFolder, 'expiry.json'));
  const sessionsMayDiffer = coalesced(clock, SESSIONS_SETTLE, signal, () => {
    void portfolio.sessionsChanged();
  });
  extension.subscriptions.push(
    log,
    settings,
    board,
    {
      dispose: () => {
        ending.abort();
      },
    },
    settings.onDidChange((affects) => {
      if (!ENGINE_SETTINGS.some(affects)) return;
      directories.renewEngines();
      caEngine.renew();
    }),
    watchCloud(cloud),
    vscode.authentication.onDidChangeSessions((event) => {
      if (event.provider.id === provider) sessionsMayDiffer();
    }),
  );
  return {
    ...{ extension, log, clock, settings, cloud, portfolio, chosen, board, errors },
    ...{ directories, caEngine, cache, expiryMemory, stateFolder, signal },
    history: openHistory(stateFolders(stateFolder).history, clock),
  };
}
