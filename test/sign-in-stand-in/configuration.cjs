'use strict';
const { readFileSync } = require('node:fs');
const { env } = require('node:process');

/**
 * @typedef {{ id: string, label: string, user: string }} Account
 * @typedef {{ control: string, accounts: Account[], lifetimeSeconds?: number }} Configuration
 */

/** @returns {Configuration} as it stands now */
exports.configuration = () => {
  const file = env.KVCERT_STAND_IN_FILE;
  if (file === undefined) throw new Error('KVCERT_STAND_IN_FILE is not set.');
  return JSON.parse(readFileSync(file, 'utf8'));
};

/** @returns {Account[]} */
exports.configuredAccounts = () => exports.configuration().accounts;

/**
 * @param {string} name id, label or user
 * @returns {Account}
 */
exports.findAccount = (name) => {
  const found = exports
    .configuredAccounts()
    .find(({ id, label, user }) => [id, label, user].includes(name));
  if (found === undefined) throw new Error(`KVCERT_STAND_IN_FILE has no account ${name}.`);
  return found;
};
