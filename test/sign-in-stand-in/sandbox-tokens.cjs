'use strict';
const { Buffer } = require('node:buffer');
const { request } = require('node:http');
const { URL } = require('node:url');
const { configuration } = require('./configuration.cjs');

/** A token with less time left is asked for anew, as Microsoft's library does. */
const RENEWAL_MS = 300_000;

/** What Entra answered instead of a token. */
class EntraError extends Error {
  constructor({ error, suberror, error_description: description }) {
    super(description ?? error);
    /** Somebody must be there for it: MSAL's InteractionRequiredAuthError. */
    this.needsInteraction =
      ['interaction_required', 'consent_required', 'login_required'].includes(error) ||
      ['basic_action', 'additional_action', 'consent_required', 'bad_token'].includes(suberror);
  }
}

/** Tokens of the sandbox, kept in memory until shortly before they expire. */
exports.SandboxTokens = class SandboxTokens {
  /** @type {Map<string, { accessToken: string, expiresOn: number }>} */
  #kept = new Map();

  /**
   * @param {import('./configuration.cjs').Account} account
   * @param {readonly string[]} scopes with VS Code's marks
   * @param {{ claims?: string, interactive: boolean }} how claims are JSON
   * @returns {Promise<string>} the access token
   * @throws {EntraError}
   */
  async get(account, scopes, { claims, interactive }) {
    const asked = scopes.filter((scope) => !scope.startsWith('VSCODE_CLIENT_ID:'));
    const key = JSON.stringify([account.id, [...asked].sort()]);
    const kept = this.#kept.get(key);
    const isFresh = kept !== undefined && kept.expiresOn - Date.now() > RENEWAL_MS;
    if (isFresh && claims === undefined && !interactive) return kept.accessToken;
    const { control, lifetimeSeconds } = configuration();
    const tenant = markedTenant(asked);
    const answer = await post(`${control}/tokens`, {
      user: account.user,
      scopes: asked.filter((scope) => !scope.startsWith('VSCODE_')),
      interactive,
      ...(tenant === undefined ? {} : { tenant }),
      ...(claims === undefined ? {} : { claims }),
      ...(lifetimeSeconds === undefined ? {} : { lifetimeSeconds }),
    });
    if (answer.accessToken === undefined) throw new EntraError(answer);
    const { accessToken, expiresOn } = answer;
    this.#kept.set(key, { accessToken, expiresOn: Date.parse(expiresOn) });
    return accessToken;
  }

  /** Whether a token for this can only be had while somebody is there. */
  async needInteraction(account, scopes, claims) {
    try {
      await this.get(account, scopes, { claims, interactive: false });
      return false;
    } catch (error) {
      return error.needsInteraction === true;
    }
  }

  /** @param {string} id of an account that has signed out */
  forget(id) {
    for (const key of this.#kept.keys()) if (JSON.parse(key)[0] === id) this.#kept.delete(key);
  }
};

/** `organizations` and `common` mean the home tenant. */
function markedTenant(scopes) {
  const mark = scopes.find((scope) => scope.startsWith('VSCODE_TENANT:'));
  const tenant = mark?.slice('VSCODE_TENANT:'.length);
  return ['organizations', 'common'].includes(tenant) ? undefined : tenant;
}

/** Not `fetch`: VS Code would send it through the proxy that leads into the sandbox. */
function post(url, body) {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path: pathname, method: 'POST', agent: false });
    outgoing.on('error', reject).on('response', (response) => {
      const chunks = [];
      response
        .on('data', (chunk) => chunks.push(chunk))
        .on('error', reject)
        .on('end', () => {
          try {
            resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
          } catch (error) {
            reject(error);
          }
        });
    });
    outgoing.end(JSON.stringify(body));
  });
}
