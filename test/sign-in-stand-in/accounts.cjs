'use strict';
const vscode = require('vscode');

/**
 * The accounts that have signed in, kept in the secret storage: they outlive a reload of the window
 * and are the same in every window.
 */
exports.Accounts = class Accounts {
  #secrets;
  #key;
  /** @type {Promise<import('./configuration.cjs').Account[]>} */
  #known;
  #changed = new vscode.EventEmitter();
  #subscription;

  /** Fires with lists of accounts that were added and removed. */
  onDidChange = this.#changed.event;

  /**
   * @param {vscode.SecretStorage} secrets
   * @param {string} key
   */
  constructor(secrets, key) {
    this.#secrets = secrets;
    this.#key = key;
    this.#known = this.#read();
    this.#subscription = secrets.onDidChange((event) => {
      if (event.key === key) this.#replace(this.#read());
    });
  }

  list() {
    return this.#known;
  }

  async add(account) {
    const others = (await this.list()).filter(({ id }) => id !== account.id);
    await this.#write([...others, account]);
  }

  async remove(id) {
    await this.#write((await this.list()).filter((account) => account.id !== id));
  }

  dispose() {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #read() {
    return JSON.parse((await this.#secrets.get(this.#key)) ?? '[]');
  }

  async #write(accounts) {
    await this.#replace(Promise.resolve(accounts));
    await this.#secrets.store(this.#key, JSON.stringify(accounts));
  }

  async #replace(next) {
    const before = this.#known;
    this.#known = next;
    const [old, now] = await Promise.all([before, next]);
    const missing = (from, list) => list.filter(({ id }) => !from.some((each) => each.id === id));
    const change = { added: missing(old, now), removed: missing(now, old) };
    if (change.added.length + change.removed.length > 0) this.#changed.fire(change);
  }
};
