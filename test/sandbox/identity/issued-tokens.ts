/** What Entra remembers of a token that it has made. */
export interface IssuedToken {
  /** From 1, in the order in which tokens were made. */
  readonly number: number;
  /** The claims request (OpenID Connect Core, 5.5) with which it was asked for, as JSON. */
  readonly claims: string | undefined;
}

/** Every token of the sandbox by its `uti`, so that rules can tell older from newer ones. */
export class IssuedTokens {
  readonly #tokens = new Map<string, IssuedToken>();

  /** Number of the newest token; 0 before the first one. */
  get newest(): number {
    return this.#tokens.size;
  }

  add(id: string, claims: string | undefined): void {
    this.#tokens.set(id, { number: this.newest + 1, claims });
  }

  /** A token that was not made here is older than all others. */
  get(id: string): IssuedToken {
    return this.#tokens.get(id) ?? { number: 0, claims: undefined };
  }
}
