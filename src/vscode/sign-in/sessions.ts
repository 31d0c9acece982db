/**
 * What the sign-in of the editor does for us: the port behind which `vscode.authentication` stands,
 * so that the rules of asking can be tested without an editor.
 */

/** An account that the editor knows. `id` is the provider's, stable over restarts. */
export interface Account {
  readonly id: string;
  readonly label: string;
}

export interface SessionRequest {
  /** One audience per call, e.g. `https://vault.azure.net/.default`. */
  readonly scopes: readonly string[];
  /** undefined: the account's home tenant. */
  readonly tenantId: string | undefined;
  /** The decoded claims of an `insufficient_claims` challenge (CAE, step-up). */
  readonly claims: string | undefined;
}

export interface Session {
  readonly accessToken: string;
  readonly account: Account;
}

export interface Sessions {
  /** Every account of the editor; that it is listed does not mean that we may use it. */
  accounts(): Promise<readonly Account[]>;
  /** Never shows anything; undefined where the person would have to be asked. */
  silent(request: SessionRequest, account: Account): Promise<Session | undefined>;
  /**
   * Asks the person, for one account or for whichever is picked: once per gesture, never from a
   * timer or a listing. Rejects when the person declines.
   */
  interactive(request: SessionRequest, account: Account | undefined): Promise<Session>;
}
