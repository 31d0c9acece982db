/** In what two policies differ, member by member of the service's JSON. */
import type { CertificatePolicy } from './certificate-policy.ts';
import { policyDocument } from './policy-json.ts';

export interface PolicyDifference {
  /** `x509_props.sans.dns_names`; a list is one member. */
  readonly field: string;
  /** JSON; undefined: it is not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** In the order of the service's JSON. */
export function policyDifferences(
  before: CertificatePolicy,
  after: CertificatePolicy,
): readonly PolicyDifference[] {
  const [old, now] = [members(policyDocument(before)), members(policyDocument(after))];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({ field, before: old.get(field), after: now.get(field) }))
    .filter((one) => one.before !== one.after);
}

function members(value: object, path = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
      const field = path === '' ? name : `${path}.${name}`;
      return typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? [...members(inner, field)]
        : [[field, JSON.stringify(inner)] as const];
    }),
  );
}
