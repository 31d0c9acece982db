/**
 * Runs in a network of its own (own-network.ts): the product without its setting for name servers,
 * first with a resolver that answers, then with one that does not. Writes a `Report` to stdout.
 *
 *   node own-network.program.ts RESOLV_CONF    the file that is bound to /etc/resolv.conf
 */
import { writeFile } from 'node:fs/promises';
import type { DnsQuery } from '../../sandbox/dns/name-servers.ts';
import type { Ended } from './kvcert.ts';
import { assertNothingLeft, startProductWorld, type ProductWorld } from './product-world.ts';

export interface Report {
  /** The product's environment, as far as it names name servers. */
  readonly setting: string | undefined;
  readonly walk: Asked;
  readonly blocked: Asked;
}

/** How a run ended, and everything that the name servers were asked during it. */
export interface Asked {
  readonly ended: Ended;
  readonly queries: readonly DnsQuery[];
}

const [resolvConf = ''] = process.argv.slice(2);
const world = await startProductWorld({ dnsPort: 53 });
try {
  const report: Report = {
    setting: world.env['KVCERT_DNS_SERVERS'],
    walk: await asked(world, '127.0.0.1', () => create('walk').ended),
    // Nobody listens there.
    blocked: await asked(world, '127.0.0.9', async () => {
      const running = create('blocked', '--verbose');
      await running.saying('TXT looked at');
      running.child.kill('SIGINT');
      return running.ended;
    }),
  };
  process.stdout.write(JSON.stringify(report));
} finally {
  await world.close();
}

function create(name: string, ...options: readonly string[]) {
  const names = ['example.com', '*.example.com', 'api.shop.example.com'];
  return world.start(
    ...['create', `contoso-prod/${name}`, ...names.flatMap((each) => ['--dns', each])],
    ...['--profile', 'tlsserver', '--agree-terms', ...options],
  );
}

async function asked(
  { control }: ProductWorld,
  resolver: string,
  work: () => Promise<Ended>,
): Promise<Asked> {
  await writeFile(resolvConf, `nameserver ${resolver}\n`);
  const before = (await control.dnsQueries()).length;
  const ended = await work();
  const queries = (await control.dnsQueries()).slice(before);
  await assertNothingLeft(world);
  return { ended, queries };
}
