/** The Key Vault data plane for certificates and keys, as far as the product uses it. */
import type { Api, ApiRequest, ApiResponse, Now } from '../api.ts';
import { ApiError } from '../api.ts';
import type { TokenVerifier } from '../identity/tokens.ts';
import type { Caller } from '../principals.ts';
import { authenticate } from './authentication.ts';
import { authorize } from './authorization.ts';
import { badParameter, keyVaultError } from './errors.ts';
import { withStandardHeaders } from './headers.ts';
import type { Delays } from './operation-lifecycle.ts';
import { RECORDED_DELAYS } from './operation-lifecycle.ts';
import { matchRoute } from './routes.ts';
import { createSeeder, seedOperation } from './seed.ts';
import type { SeededCertificate, SeededOperation } from './seed.ts';
import type { VaultSnapshot } from './vault-snapshot.ts';
import { snapshotOf } from './vault-snapshot.ts';
import { VaultStore } from './vault-store.ts';
import type { Vault } from './vault.ts';
import { BackupBook } from './backup-book.ts';
import { createProviderCa } from './provider-ca.ts';
import { ProviderBook } from './providers.ts';

export interface KeyVaultOptions {
  readonly vaults: readonly Vault[];
  /** Looks a name up that is none of theirs: somebody may have made a vault since. */
  readonly findMade?: (name: string) => Vault | undefined;
  /** Whether a vault answers at all; those given always do where it is not given. */
  readonly isReachable?: (name: string) => boolean;
  readonly verifyToken: TokenVerifier;
  /** The caller with the roles that are felt now; those of his token where it is not given. */
  readonly inForce?: (caller: Caller) => Caller;
  readonly now: Now;
  /** Where they differ from the recorded ones. */
  readonly delays?: Partial<Delays>;
}

export interface KeyVault {
  readonly api: Api;
  readonly snapshot: () => readonly VaultSnapshot[];
  /** Puts a finished certificate into a vault, past the API. */
  readonly seed: (vault: string, certificate: SeededCertificate) => void;
  /** Does so with many of them, when the vault is first looked at. */
  readonly seedLater: (vault: string, certificates: () => Iterable<SeededCertificate>) => void;
  /** What the providers of named issuers do. */
  readonly providers: ProviderBook;
  readonly seedOperation: (vault: string, operation: SeededOperation) => Promise<void>;
}

/** Stands in for `https://{vault}.vault.azure.net` of every vault given. State lives in memory. */
export function createKeyVaultApi(options: KeyVaultOptions): KeyVault {
  const { now, verifyToken, inForce = (caller: Caller) => caller } = options;
  const delays = { ...RECORDED_DELAYS, ...options.delays };
  const providers = new ProviderBook();
  const shared = { delays, providers, providerCa: createProviderCa(), backups: new BackupBook() };
  const stores = new Map(
    options.vaults.map((vault) => [vault.name.toLowerCase(), new VaultStore(vault, shared)]),
  );

  const seed = createSeeder();
  const waiting = new Map<string, () => Iterable<SeededCertificate>>();

  function findStore(name: string): VaultStore | undefined {
    const key = name.toLowerCase();
    const store = stores.get(key) ?? open(key);
    const certificates = waiting.get(key);
    if (store === undefined || certificates === undefined) return store;
    waiting.delete(key);
    for (const certificate of certificates()) seed(store, certificate, now());
    return store;
  }

  function open(key: string): VaultStore | undefined {
    const vault = options.findMade?.(key);
    if (vault === undefined) return undefined;
    const store = new VaultStore(vault, shared);
    stores.set(key, store);
    return store;
  }

  function requireStore(name: string): VaultStore {
    const store = findStore(name);
    if (store === undefined) throw new Error(`no vault ${name}`);
    return store;
  }

  async function api(request: ApiRequest): Promise<ApiResponse> {
    const name = request.url.hostname.split('.')[0] ?? '';
    const isThere = options.isReachable?.(name) ?? true;
    const store = isThere ? findStore(name) : undefined;
    const region = store?.vault.location ?? 'unknown';
    try {
      if (store === undefined) throw keyVaultError(404, 'VaultNotFound', 'Vault not found.');
      return withStandardHeaders(await answer(request, store), request, region);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return withStandardHeaders(error.response, request, region);
    }
  }

  async function answer(request: ApiRequest, store: VaultStore): Promise<ApiResponse> {
    const { vault } = store;
    const caller = inForce(await authenticate(request, vault, verifyToken));
    if (!request.url.searchParams.get('api-version')) {
      throw badParameter('api-version must be specified');
    }
    const { route, name, version } = matchRoute(request);
    const { action, permission } = route;
    const collection = route.template.split('/')[1] ?? '';
    const resourcePath = name === '' ? '' : `/${collection}/${name.toLowerCase()}`;
    const headers = authorize(caller, vault, { action, permission, resourcePath });
    const response = await route.handle({ request, store, name, version, now: now() });
    return { ...response, headers: { ...headers, ...response.headers } };
  }

  return {
    api,
    providers,
    snapshot: () => [...stores.keys()].map((name) => snapshotOf(requireStore(name), now())),
    seed: (vault, certificate) => {
      seed(requireStore(vault), certificate, now());
    },
    seedLater: (vault, certificates) => {
      waiting.set(vault.toLowerCase(), certificates);
    },
    seedOperation: (vault, operation) => seedOperation(requireStore(vault), operation),
  };
}
