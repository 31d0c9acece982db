'use strict';
const { Buffer } = require('node:buffer');
const vscode = require('vscode');
const { record } = require('./call-log.cjs');
const { configuredAccounts } = require('./configuration.cjs');
const { SandboxTokens } = require('./sandbox-tokens.cjs');

/** What Microsoft's provider puts where nobody asked for a scope. */
const NO_TOKEN = '1234';

/**
 * One session per account, whatever the scopes, as Microsoft's provider has it: change events tell of
 * accounts, not of tokens.
 */
exports.StandInProvider = class StandInProvider {
  #id;
  #accounts;
  #tokens = new SandboxTokens();
  #changed = new vscode.EventEmitter();
  onDidChangeSessions = this.#changed.event;

  /**
   * @param {string} id
   * @param {import('./accounts.cjs').Accounts} accounts
   */
  constructor(id, accounts) {
    this.#id = id;
    this.#accounts = accounts;
    accounts.onDidChange(({ added, removed }) => {
      for (const account of removed) this.#tokens.forget(account.id);
      const sessions = (list) => list.map((account) => sessionOf(account, [], NO_TOKEN));
      this.#changed.fire({ added: sessions(added), removed: sessions(removed), changed: [] });
    });
  }

  getSessions(scopes, options) {
    return this.#findSessions('getSessions', scopes, undefined, options);
  }

  getSessionsFromChallenges(constraint, options) {
    const { scopes, claims } = readConstraint(constraint);
    return this.#findSessions('getSessionsFromChallenges', scopes, claims, options);
  }

  createSession(scopes, options) {
    return this.#createSession('createSession', scopes, undefined, options);
  }

  createSessionFromChallenges(constraint, options) {
    const { scopes, claims } = readConstraint(constraint);
    return this.#createSession('createSessionFromChallenges', scopes, claims, options);
  }

  async removeSession(id) {
    const account = (await this.#accounts.list()).find((each) => each.id === id);
    await this.#accounts.remove(id);
    record({ provider: this.#id, call: 'removeSession', account, outcome: 'removed' });
  }

  /** Accounts for which no token can be had silently are passed over. */
  async #findSessions(call, scopes, claims, options) {
    const signedIn = await this.#accounts.list();
    const wanted = signedIn.filter(
      ({ id }) => options?.account === undefined || id === options.account.id,
    );
    const entry = { provider: this.#id, call, silent: true, asked: false, scopes, claims };
    if (scopes === undefined) {
      record({ ...entry, outcome: 'sessions', count: wanted.length });
      return wanted.map((account) => sessionOf(account, [], NO_TOKEN));
    }
    const sessions = [];
    const errors = [];
    for (const account of wanted) {
      try {
        const token = await this.#tokens.get(account, scopes, { claims, interactive: false });
        sessions.push(sessionOf(account, scopes, token));
      } catch (error) {
        errors.push(error.message);
      }
    }
    record({
      ...entry,
      account: wanted.length === 1 ? wanted[0] : undefined,
      outcome: sessions.length > 0 ? 'sessions' : 'none',
      count: sessions.length,
      ...(errors.length > 0 ? { error: errors.join(' ') } : {}),
    });
    return sessions;
  }

  async #createSession(call, scopes, claims, options) {
    const entry = { provider: this.#id, call, silent: false, asked: false, scopes, claims };
    const asks = (question) => {
      entry.asked = true;
      return question;
    };
    try {
      const account = await chooseAccount(options?.account, asks);
      entry.account = account;
      const token = await this.#tokenOf(account, scopes, claims, asks);
      await this.#accounts.add(account);
      record({ ...entry, outcome: 'created' });
      return sessionOf(account, scopes, token);
    } catch (error) {
      record({ ...entry, outcome: 'failed', error: error.message });
      throw error;
    }
  }

  /** Asks for a second factor only where the sandbox gives no token without it. */
  async #tokenOf(account, scopes, claims, asks) {
    if (await this.#tokens.needInteraction(account, scopes, claims)) {
      const title = `Approve the sign-in of ${account.label}?`;
      const options = { title, ignoreFocusOut: true };
      const answer = await asks(vscode.window.showQuickPick(['Approve', 'Deny'], options));
      if (answer !== 'Approve') throw new vscode.CancellationError();
    }
    return this.#tokens.get(account, scopes, { claims, interactive: true });
  }
};

function sessionOf(account, scopes, accessToken) {
  const { id, label } = account;
  return { id, accessToken, account: { id, label }, scopes: [...scopes] };
}

async function chooseAccount(wanted, asks) {
  const all = configuredAccounts();
  const named = all.find(({ id, label }) => id === wanted?.id || label === wanted?.label);
  if (named !== undefined) return named;
  if (all.length === 1) return all[0];
  const items = all.map((account) => ({ label: account.label, account }));
  const chosen = await asks(
    vscode.window.showQuickPick(items, { title: 'Choose an account', ignoreFocusOut: true }),
  );
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.account;
}

/**
 * Scopes and claims (as JSON) of a parsed WWW-Authenticate header, as Microsoft's provider reads it.
 * @param {{ challenges: { scheme: string, params: Record<string, string> }[], fallbackScopes?: string[] }} constraint
 */
function readConstraint({ challenges, fallbackScopes }) {
  const bearers = challenges.filter(({ scheme }) => scheme.toLowerCase() === 'bearer');
  const scope = bearers.find(({ params }) => params.scope)?.params.scope;
  const encoded = bearers.find(({ params }) => params.claims)?.params.claims;
  const scopes = scope?.split(' ') ?? fallbackScopes;
  if (scopes === undefined || scopes.length === 0) {
    throw new Error('No scopes found in authentication challenges or fallback scopes');
  }
  if (encoded === undefined) throw new Error('No claims found in authentication challenges');
  return { scopes, claims: Buffer.from(encoded, 'base64').toString('utf8') };
}
