'use strict';
const { appendFileSync } = require('node:fs');
const { env } = require('node:process');

/**
 * Appends a line to KVCERT_STAND_IN_LOG. No token is ever part of it.
 * @param {object} call
 */
exports.record = ({ account, ...call }) => {
  const file = env.KVCERT_STAND_IN_LOG;
  if (file === undefined) return;
  const line = { time: new Date().toISOString(), ...call, account: account?.label ?? null };
  appendFileSync(file, `${JSON.stringify(line)}\n`);
};
