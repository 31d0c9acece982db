/** Validation by dns-01 (RFC 8555, 8.4). */
import { createHash } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import type { Authorization, Challenge } from './authorizations.ts';
import { problemDocument, type ProblemDocument } from './problem.ts';

/** `host:port` of a resolver to its answer for TXT: the strings of each record, joined. */
export type LookUpTxt = (name: string) => Promise<readonly string[]>;

export function txtLookup(resolver: string): LookUpTxt {
  const dns = new Resolver({ timeout: 2000, tries: 2 });
  dns.setServers([resolver]);
  return async (name) => (await dns.resolveTxt(name)).map((strings) => strings.join(''));
}

/** What is wrong with a domain's TXT records; undefined: the account controls the domain. */
export async function dns01Problem(
  { domain, account }: Authorization,
  { token }: Challenge,
  lookUp: LookUpTxt,
): Promise<ProblemDocument | undefined> {
  const name = `_acme-challenge.${domain}`;
  const keyAuthorization = `${token}.${account.thumbprint}`;
  const expected = createHash('sha256').update(keyAuthorization).digest('base64url');
  try {
    const found = await lookUp(name);
    if (found.includes(expected)) return undefined;
    const values = found.map((value) => JSON.stringify(value)).join(', ');
    return problemDocument('unauthorized', `The TXT records at ${name} are ${values}.`);
  } catch (error) {
    const { code = 'EUNKNOWN' } = error as NodeJS.ErrnoException;
    const isAbsent = code === 'ENOTFOUND' || code === 'ENODATA';
    return isAbsent
      ? problemDocument('unauthorized', `There is no TXT record at ${name}.`)
      : problemDocument('dns', `Looking for TXT records at ${name} has failed (${code}).`);
  }
}
