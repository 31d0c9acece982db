/** The options that every command takes, and those that several share. */
import { type Command, Option } from 'commander';
import { CHINA, PUBLIC_CLOUD, US_GOVERNMENT, type Cloud } from '../domain/cloud.ts';
import type { SignInMethod } from '../app/headless-sign-in.ts';
import { KNOWN_CAS } from '../domain/certificate-authorities.ts';
import { parseDohServers } from '../domain/doh-server.ts';
import { CertError } from '../domain/errors.ts';
import { parseNameServers, type NameServerAddress } from '../domain/name-server-address.ts';
import { LONGEST_FIXED_WAIT } from '../domain/propagation.ts';
import { distinctZones, parseZoneIds, type ZoneId } from '../domain/zone-id.ts';
import { CHALLENGES } from './help-groups.ts';

/** Seconds; a longer one outlasts the time for which others leave an issuance alone. */
const LONGEST_ROOM_WAIT = 1200;

export interface CommonOptions {
  readonly output: 'table' | 'json';
  readonly auth?: SignInMethod;
  readonly cloud: Cloud;
  readonly agreeTerms?: true;
  readonly dnsServers?: readonly NameServerAddress[];
  readonly doh?: readonly string[];
  readonly caRoot?: string;
  readonly propagationWait?: number;
  readonly roomWait?: number;
  /** Of the commands that issue. */
  readonly zone?: readonly ZoneId[];
  readonly quiet?: true;
  readonly verbose?: true;
}

/** Of the commands that speak with a CA or with name servers. */
export function withCommonOptions(command: Command): Command {
  return withAzureOptions(command)
    .option('--agree-terms', "agree to the CA's terms of service; remembered for each CA")
    .addOption(
      new Option(
        '--dns-servers <list>',
        'name servers to ask, ADDRESS[:PORT] separated by commas (default: those of the zone)',
      )
        .env('KVCERT_DNS_SERVERS')
        .argParser(namedServers),
    )
    .addOption(
      new Option(
        '--doh <list>',
        'resolvers over HTTPS, URLs separated by commas, asked where no name server can be reached on port 53; they learn the names',
      )
        .env('KVCERT_DOH')
        .argParser(namedResolvers),
    )
    .addOption(
      new Option(
        '--ca-root <file>',
        'PEM of the root under which a private CA has its web server; trusted there, besides what is trusted anyhow',
      ).env('KVCERT_CA_ROOT'),
    )
    .addOption(
      new Option(
        '--propagation-wait <seconds>',
        'go on after so long where neither name servers nor resolvers can be asked (default: give up)',
      ).argParser(waitSeconds),
    )
    .addOption(
      new Option(
        '--room-wait <seconds>',
        'wait so long for room in a TXT record set that is full of values of others (default: 600)',
      ).argParser(roomSeconds),
    );
}

/** Of the commands that speak with Azure alone. */
export function withAzureOptions(command: Command): Command {
  return command
    .addOption(
      new Option('-o, --output <format>', 'what goes to stdout')
        .choices(['table', 'json'])
        .default('table'),
    )
    .addOption(
      new Option(
        '--auth <method>',
        "how to sign in to Azure (default: the environment's service principal, then the Azure CLI's account; vscode is experimental)",
      ).choices(['env', 'azure-cli', 'vscode']),
    )
    .addOption(cloudOption())
    .option('-q, --quiet', 'no progress on stderr')
    .option('-v, --verbose', 'every request and answer on stderr, without secrets');
}

const CLOUDS: Readonly<Record<string, Cloud>> = {
  public: PUBLIC_CLOUD,
  'us-government': US_GOVERNMENT,
  china: CHINA,
};

function cloudOption(): Option {
  const names = Object.keys(CLOUDS);
  return new Option('--cloud <cloud>', `which Azure: ${names.join(', ')}`)
    .env('KVCERT_CLOUD')
    .default(PUBLIC_CLOUD, 'public')
    .argParser((name) => {
      const cloud = CLOUDS[name === '' ? 'public' : name];
      if (cloud !== undefined) return cloud;
      throw new CertError('InvalidOption', {
        option: '--cloud',
        value: name,
        expected: names.join(', '),
      });
    });
}

/** An empty list names none, in a script's unset variable as well as on the command line. */
function namedServers(list: string): readonly NameServerAddress[] {
  return list.trim() === '' ? [] : parseNameServers(list);
}

function namedResolvers(list: string): readonly string[] {
  return list.trim() === '' ? [] : parseDohServers(list);
}

function waitSeconds(value: string): number {
  const seconds = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (seconds >= 1 && seconds <= LONGEST_FIXED_WAIT) return seconds;
  throw new CertError('InvalidOption', {
    option: '--propagation-wait',
    value,
    expected: `a number of seconds from 1 to ${LONGEST_FIXED_WAIT}`,
  });
}

function roomSeconds(value: string): number {
  const seconds = /^\d{1,4}$/.test(value) ? Number(value) : Infinity;
  if (seconds <= LONGEST_ROOM_WAIT) return seconds;
  throw new CertError('InvalidOption', {
    option: '--room-wait',
    value,
    expected: `a number of seconds from 0 to ${LONGEST_ROOM_WAIT}`,
  });
}

/** An argument parser that collects the values of a repeated option. */
export function repeated(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** `--zone`, of the commands that issue. */
export function zoneOption(): Option {
  return new Option(
    '--zone <id>',
    'a DNS zone by its resource id, besides those that Azure lists: for who may write the challenge record and not list its zone; may be repeated, or separated by commas',
  )
    .env('KVCERT_DNS_ZONES')
    .argParser(givenZones)
    .helpGroup(CHALLENGES);
}

function givenZones(list: string, before: readonly ZoneId[] = []): readonly ZoneId[] {
  return list.trim() === '' ? before : distinctZones([...before, ...parseZoneIds(list)]);
}

/** `--ca`, of the commands that issue. */
export function caOption(): Option {
  const known = KNOWN_CAS.map(({ id }) => id).join(', ');
  return new Option('--ca <ca>', `the CA: ${known}, or the URL of an ACME directory`);
}
