import type { Now } from '../api.ts';
import type { VaultResource } from './resources.ts';

/** Milliseconds. */
const REGISTRATION = 5_000;
/** Until Resource Graph knows of a change. */
const GRAPH_LAG = 15_000;
const DAY = 86_400_000;

interface Made {
  readonly vault: VaultResource;
  readonly at: number;
}

interface Removed extends Made {
  /** Until then the name belongs to the deleted vault. */
  readonly nameFreeFrom: number;
}

/** The vaults of the world, those that were made since, and the names that deleted ones keep. */
export class VaultBook {
  readonly #initial: readonly VaultResource[];
  readonly #now: Now;
  readonly #made = new Map<string, Made>();
  readonly #removed = new Map<string, Removed>();

  constructor(initial: readonly VaultResource[], now: Now) {
    this.#initial = initial;
    this.#now = now;
  }

  all(): readonly VaultResource[] {
    const kept = this.#initial.filter(
      ({ name }) => !this.#made.has(key(name)) && !this.#isRemoved(name),
    );
    return [
      ...kept,
      ...[...this.#made.values()].map(({ vault }) => this.#shown(vault.name, vault)),
    ];
  }

  /** As Resource Graph has it, which learns later. */
  indexed(): readonly VaultResource[] {
    const since = this.#now() - GRAPH_LAG;
    const gone = [...this.#removed.values()].filter(({ at }) => at > since);
    return [
      ...this.all().filter(({ name }) => (this.#made.get(key(name))?.at ?? 0) <= since),
      ...gone.map(({ vault }) => vault),
    ];
  }

  /** In any subscription and tenant: names are unique in the world. */
  named(name: string): VaultResource | undefined {
    return this.all().find((vault) => key(vault.name) === key(name));
  }

  /** Whether a vault has the name, or a deleted one keeps it. */
  isTaken(name: string): boolean {
    return this.named(name) !== undefined || this.#isRemoved(name);
  }

  /** What the data plane finds: nothing while a vault is being registered, or when it is deleted. */
  reachable(name: string): VaultResource | undefined {
    const made = this.#made.get(key(name));
    if (made !== undefined && this.#now() < made.at + REGISTRATION) return undefined;
    return this.named(name);
  }

  /** Makes a vault, or changes one without its time of registration. */
  put(vault: VaultResource): VaultResource {
    const initial = this.#initial.some(({ name }) => key(name) === key(vault.name));
    const at = this.#made.get(key(vault.name))?.at ?? (initial ? -Infinity : this.#now());
    this.#made.set(key(vault.name), { vault, at });
    return this.#shown(vault.name, vault);
  }

  delete(vault: VaultResource, retentionDays: number): void {
    const at = this.#now();
    this.#made.delete(key(vault.name));
    this.#removed.set(key(vault.name), { vault, at, nameFreeFrom: at + retentionDays * DAY });
  }

  #isRemoved(name: string): boolean {
    const removed = this.#removed.get(key(name));
    return removed !== undefined && this.#now() < removed.nameFreeFrom;
  }

  #shown(name: string, vault: VaultResource): VaultResource {
    const made = this.#made.get(key(name));
    const isNew = made !== undefined && this.#now() < made.at + REGISTRATION;
    const provisioningState = isNew ? 'RegisteringDns' : 'Succeeded';
    return { ...vault, properties: { ...vault.properties, provisioningState } };
  }
}

function key(name: string): string {
  return name.toLowerCase();
}
