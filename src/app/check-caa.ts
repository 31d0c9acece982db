/** Asking, before a CA is asked, whether the CAA records of the names let it issue. */
import { caaVerdict, type CaaLookup } from '../domain/caa.ts';
import { parseDnsName } from '../domain/dns-name.ts';
import { CertError } from '../domain/errors.ts';
import type { NameServers } from '../domain/name-servers.ts';
import { sideBySide } from './await-all.ts';

const NAMES_SIDE_BY_SIDE = 8;

interface AskedCa {
  /** For people. */
  readonly name: string;
  readonly caaIdentities: readonly string[];
  /** Undefined while there is none. */
  readonly accountUrl: string | undefined;
}

/**
 * What nobody can be asked about, and what depends on things not known here, is left to the CA.
 * @throws CertError CaaForbids for the first of the names that the CA may not issue for
 */
export async function requireCaaConsent(
  nameServers: Pick<NameServers, 'caa'>,
  dnsNames: readonly string[],
  ca: AskedCa,
  signal: AbortSignal,
): Promise<void> {
  await caaConsent(nameServers, dnsNames, ca, signal);
}

/**
 * The names of which it cannot be told here whether the CA may issue for them.
 * @throws CertError CaaForbids
 */
export async function caaConsent(
  nameServers: Pick<NameServers, 'caa'>,
  dnsNames: readonly string[],
  ca: AskedCa,
  signal: AbortSignal,
): Promise<readonly string[]> {
  // A CA that does not say who it is cannot be found in any record.
  if (ca.caaIdentities.length === 0) return dnsNames;
  const names = dnsNames.map(parseDnsName);
  const bases = [...new Set(names.map(({ base }) => base))];
  const lookups = new Map(
    await sideBySide(bases, NAMES_SIDE_BY_SIDE, async (base) => {
      return [base, await nameServers.caa(base, signal)] as const;
    }),
  );
  return names
    .filter(({ base, wildcard }) => !requireConsent(base, wildcard, lookups.get(base), ca))
    .map(({ ascii }) => ascii);
}

/** False: it is not known. */
function requireConsent(
  base: string,
  wildcard: boolean,
  lookup: CaaLookup | undefined,
  { name: ca, caaIdentities, accountUrl }: AskedCa,
): boolean {
  if (lookup?.kind !== 'found') return lookup?.kind === 'none';
  const { owner, records } = lookup;
  const request = { wildcard, caIdentities: caaIdentities, accountUrl, method: 'dns-01' } as const;
  const verdict = caaVerdict(records, request);
  if (verdict.kind !== 'forbidden') return verdict.kind === 'allowed';
  const name = wildcard ? `*.${base}` : base;
  const [identity = ''] = caaIdentities;
  throw new CertError('CaaForbids', { name, ca, owner, identity, reason: verdict.reason });
}
