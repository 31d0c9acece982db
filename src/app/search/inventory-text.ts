/** Certificates with all that is known of them: as JSON, and as rows for a spreadsheet. */
import type { InventoryItem } from './search-certificates.ts';
import { csvLine } from '../../domain/csv.ts';
import { expiryState } from '../../domain/expiry.ts';
import { describeKey } from '../../domain/key-type.ts';
import { plainLine } from '../../domain/plain-text.ts';
import { CA_TAG, parseRecipe } from '../../domain/renewal-tag.ts';

export function inventoryDocument({ bundle, facts }: InventoryItem, now: Date): object {
  const { vault, name, version, enabled, thumbprint, notBefore, notAfter, tags, policy } = bundle;
  return {
    ...{ vault, name, version, state: expiryState(bundle, now), enabled },
    subject: facts?.subject,
    alternativeNames: facts?.alternativeNames ?? [],
    issuer: facts?.issuer,
    serialNumber: facts?.serialNumber,
    ...{ thumbprint, thumbprintSha256: facts?.thumbprintSha256 },
    ...(facts && { notBefore, notAfter }),
    key: facts && describeKey(facts.publicKey),
    exportable: policy?.key.exportable,
    policyIssuer: policy?.issuer,
    ca: parseRecipe(tags[CA_TAG])?.ca,
    tags,
  };
}

type Column = (item: InventoryItem, now: Date) => string | undefined;

/** In this order; scripts rely on the names. */
const COLUMNS: Readonly<Record<string, Column>> = {
  vault: ({ vault }) => vault,
  name: ({ name }) => name,
  version: ({ bundle }) => bundle.version,
  state: ({ bundle }, now) => expiryState(bundle, now),
  enabled: ({ bundle }) => String(bundle.enabled),
  subject: ({ facts }) => facts?.subject,
  names: ({ facts }) => facts?.alternativeNames.map(({ value }) => value).join(' '),
  issuer: ({ facts }) => facts?.issuer,
  serialNumber: ({ facts }) => facts?.serialNumber,
  thumbprint: ({ bundle }) => bundle.thumbprint,
  thumbprintSha256: ({ facts }) => facts?.thumbprintSha256,
  notBefore: ({ facts }) => facts?.notBefore.toISOString(),
  notAfter: ({ facts }) => facts?.notAfter.toISOString(),
  key: ({ facts }) => facts && describeKey(facts.publicKey),
  exportable: ({ bundle }) => bundle.policy && String(bundle.policy.key.exportable),
  policyIssuer: ({ bundle }) => bundle.policy?.issuer,
  ca: ({ bundle }) => parseRecipe(bundle.tags[CA_TAG])?.ca,
  tags: ({ bundle }) =>
    Object.entries(bundle.tags)
      .map(([tag, value]) => `${tag}=${value}`)
      .join('; '),
};

export function inventoryCsv(items: readonly InventoryItem[], now: Date): string {
  const rows = items.map((item) =>
    csvLine(Object.values(COLUMNS).map((column) => plainLine(column(item, now) ?? ''))),
  );
  return [csvLine(Object.keys(COLUMNS)), ...rows].join('');
}
