import type { Description, DescriptionName } from './description.ts';
import { readDescription } from './description.ts';
import type { Deviation } from './deviations.ts';
import { findDeviation } from './deviations.ts';
import type { Exchange } from './exchange.ts';
import type { Finding } from './finding.ts';
import type { Oracle } from './oracle.ts';
import { createOracle } from './oracle.ts';

export interface Verdict {
  readonly description: DescriptionName;
  /** What is wrong and in no list: a test fails on it. */
  readonly unexplained: readonly Finding[];
  /** What differs for a reason that stands in deviations.ts. */
  readonly deviations: readonly Deviation[];
}

/** undefined for a request that none of the descriptions is about. */
export type ExchangeValidator = (exchange: Exchange) => Verdict | undefined;

/**
 * Reads all descriptions and makes the check of single exchanges.
 * @param folder what `ensureOpenApi` of scripts/provision returned
 */
export async function openExchangeValidator(folder: string): Promise<ExchangeValidator> {
  const names = [...new Set(SUBJECTS.map(([, name]) => name))];
  const oracles = new Map<DescriptionName, Oracle>();
  for (const name of names) oracles.set(name, createOracle(await readDescription(folder, name)));
  return (exchange) => {
    const name = descriptionOf(exchange.url);
    const oracle = name === undefined ? undefined : oracles.get(name);
    return name === undefined || oracle === undefined
      ? undefined
      : validateExchange(name, oracle, exchange);
  };
}

export function validateExchange(
  description: Description['name'],
  oracle: Oracle,
  exchange: Exchange,
): Verdict {
  const findings = oracle(exchange).map((finding) => ({
    finding,
    deviation: findDeviation(description, finding),
  }));
  return {
    description,
    unexplained: findings
      .filter((each) => each.deviation === undefined)
      .map((each) => each.finding),
    deviations: findings.flatMap((each) => each.deviation ?? []),
  };
}

/** Host and path of what each description is about; the first match counts. */
const SUBJECTS: readonly (readonly [RegExp, DescriptionName])[] = [
  [/^[^/]+\.vault\.azure\.net\//, 'keyvault'],
  [
    /\/providers\/microsoft\.authorization\/roleassignments\b/,
    'authorization-authorization-RACalls',
  ],
  [/\/providers\/microsoft\.network\/dnszones\b/, 'dns'],
  [/^management\.azure\.com\/providers\/microsoft\.resourcegraph\//, 'resourcegraph'],
  [
    /^management\.azure\.com\/(tenants|subscriptions(\/[^/]+(\/locations)?)?)\/?$/,
    'resources-subscriptions',
  ],
];

function descriptionOf(url: URL): DescriptionName | undefined {
  const place = `${url.hostname}${url.pathname}`.toLowerCase();
  return SUBJECTS.find(([pattern]) => pattern.test(place))?.[1];
}
