/** Where a certificate's policy is found as a file: `kvcert-policy:/VAULT/NAME.json?DIRECTORY`. */
import type { NamedCertificate } from '../certificate-ref.ts';

export const POLICY_SCHEME = 'kvcert-policy';

/** The parts of a URI that the editor hands over; nothing in them is a secret. */
export interface PolicyAddress {
  readonly path: string;
  readonly query: string;
}

export function policyAddress({ vault, name, directory = '' }: NamedCertificate): PolicyAddress {
  return { path: `/${vault}/${name}.json`, query: directory };
}

/** undefined: it is none. */
export function certificateAt({ path, query }: PolicyAddress): NamedCertificate | undefined {
  const [, vault, name] = /^\/([^/]+)\/([^/]+)\.json$/.exec(path) ?? [];
  if (vault === undefined || name === undefined) return undefined;
  return { vault, name, directory: query === '' ? undefined : query };
}
