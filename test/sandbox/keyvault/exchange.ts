import type { ApiRequest } from '../api.ts';
import type { VaultStore } from './vault-store.ts';

/** One authorized request. */
export interface Exchange {
  readonly request: ApiRequest;
  readonly store: VaultStore;
  /** `{name}` of the path, as the caller wrote it; empty where the route has none. */
  readonly name: string;
  /** `{version}` of the path; empty where the route has none. */
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}
