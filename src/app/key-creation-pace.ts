/**
 * Key Vault makes so many keys of a vault in ten seconds, and answers with 429 to more
 * (https://learn.microsoft.com/azure/key-vault/general/service-limits). Certificates that are issued
 * side by side wait for their turn instead: the wait is short, and no attempt is lost.
 */
import type { CertificatePolicy } from '../domain/certificate-policy.ts';
import type { CertificateVault, Vault } from '../domain/key-vault.ts';
import type { Clock } from '../domain/runtime.ts';

const WINDOW_MS = 10_000;
const LIMIT = { software: 20, hsm: 10 } as const;

type Protection = keyof typeof LIMIT;

/** When the keys of one kind were, or are to be, made; of the last ones only. */
class Turns {
  readonly #limit: number;
  #times: readonly number[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes the next turn; returns in how many milliseconds it comes. */
  take(now: number): number {
    const before = this.#times.at(-this.#limit);
    const at = before === undefined ? now : Math.max(now, before + WINDOW_MS);
    this.#times = [...this.#times, at].slice(-this.#limit);
    return at - now;
  }
}

export class KeyCreationPace {
  readonly #clock: Clock;
  readonly #turns = new Map<string, Turns>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The same vault; making a key in it waits for its turn. */
  applyTo(vault: Vault, certificates: CertificateVault): CertificateVault {
    return {
      ...certificates,
      createPending: async (name, policy, tags, signal, attributes) => {
        const wait = this.#turnsOf(vault, policy).take(this.#clock.now());
        if (wait > 0) await this.#clock.sleep(wait, signal);
        return certificates.createPending(name, policy, tags, signal, attributes);
      },
    };
  }

  #turnsOf({ id }: Vault, { key }: CertificatePolicy): Turns {
    const protection: Protection = key.kty.endsWith('-HSM') ? 'hsm' : 'software';
    const where = `${id.toLowerCase()} ${protection}`;
    const turns = this.#turns.get(where) ?? new Turns(LIMIT[protection]);
    this.#turns.set(where, turns);
    return turns;
  }
}
