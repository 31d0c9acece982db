/** Figures for people and for scripts. */
import { availableParallelism, totalmem } from 'node:os';
import type { Requests } from './requests.ts';
import type { Times } from './rounds.ts';

export interface Results {
  readonly count: number;
  readonly rounds: number;
  readonly requests: Requests;
  readonly times: readonly Times[];
  /** The product from its command line to Key Vault and back. */
  readonly fullPath: readonly Times[];
}

export interface Summary {
  readonly date: string;
  readonly machine: { readonly cpus: number; readonly memoryGiB: number; readonly node: string };
  /** How many times longer than the product, medians of the rounds; null: was not run. */
  readonly ratios: {
    readonly acmeClientAuto50Delay50: number | null;
    readonly certbot50: number | null;
    readonly [name: string]: number | null;
  };
  readonly requests: Requests;
  readonly times: readonly Times[];
  readonly fullPath: readonly Times[];
}

export function summaryOf({ count, requests, times, fullPath }: Results): Summary {
  const ratio = (contestant: string, delayMs: number): number | null => {
    const [own, other] = ['kvcert', contestant].map((name) =>
      medianOf(
        times.find(
          (each) =>
            each.contestant.startsWith(name) && each.delayMs === delayMs && each.count === count,
        ),
      ),
    );
    return own === undefined || other === undefined ? null : Math.round((other / own) * 10) / 10;
  };
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: {
      cpus: availableParallelism(),
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      node: process.version,
    },
    ratios: {
      [`acmeClientAuto${count}Delay0`]: ratio('acme-client auto', 0),
      acmeClientAuto50Delay50: ratio('acme-client auto', 50),
      [`acmeClientAutoQuick${count}Delay50`]: ratio('acme-client auto, polling quickly', 50),
      certbot50: ratio('certbot', 0),
      [`certbot${count}Delay50`]: ratio('certbot', 50),
      [`lego${count}`]: ratio('lego', 0),
    },
    requests,
    times,
    fullPath,
  };
}

/** Markdown: tables of medians, and how often the product's time goes into each. */
export function report(summary: Summary): readonly string[] {
  const { date, machine, ratios, requests, times, fullPath } = summary;
  return [
    `${date}, ${machine.cpus} CPUs, ${machine.memoryGiB} GiB of memory, Node ${machine.node}`,
    '',
    '| certificates | added round trip | client | median | rounds | times kvcert |',
    '| ---: | ---: | --- | ---: | --- | ---: |',
    ...times.map((each) => rowOf(each, times)),
    '',
    'The full path: from the command line through Key Vault, Azure DNS and the CA, as it is shipped',
    '',
    '| certificates | median | rounds |',
    '| ---: | ---: | --- |',
    ...fullPath.map(
      (each) =>
        `| ${each.count} | ${seconds(medianOf(each))} | ${each.ms.map(seconds).join(', ')} |`,
    ),
    '',
    `Requests for a certificate with two names: ${requests.twoNames}, HEAD: ${requests.head}`,
    ...Object.entries(ratios).map(([name, value]) => `${name}: ${value ?? 'not run'}`),
  ];
}

function rowOf(each: Times, times: readonly Times[]): string {
  const { contestant, count, delayMs, ms } = each;
  const own = times.find(
    (other) => other.contestant === 'kvcert' && other.count === count && other.delayMs === delayMs,
  );
  const ratio = ((medianOf(each) ?? 0) / (medianOf(own) ?? 1)).toFixed(1);
  const cells = [count, `${delayMs} ms`, contestant, seconds(medianOf(each))];
  return `| ${[...cells, ms.map(seconds).join(', '), ratio].join(' | ')} |`;
}

function medianOf(times: Times | undefined): number | undefined {
  const sorted = times?.ms.toSorted((a, b) => a - b) ?? [];
  return sorted[Math.floor(sorted.length / 2)];
}

function seconds(ms = 0): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
