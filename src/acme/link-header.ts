/** Link header fields (RFC 8288 §3), as far as ACME uses them: targets by relation. */

const LINK = /<([^>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:"[^"]*"|[^\s;,"]+))?)*)/g;
const RELATIONS = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i;

/** The targets of all links with this relation, in their order. */
export function linkTargets(field: string | undefined, relation: string): readonly string[] {
  const targets: string[] = [];
  for (const [, target = '', parameters = ''] of (field ?? '').matchAll(LINK)) {
    const [, quoted, token] = RELATIONS.exec(parameters) ?? [];
    const relations = (quoted ?? token ?? '').toLowerCase().split(/\s+/);
    if (relations.includes(relation)) targets.push(target);
  }
  return targets;
}
