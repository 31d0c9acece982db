/** The user's setting for the name servers to ask: `HOST:PORT,…`. */
import { CertError } from './errors.ts';

/** `host` is an IPv4 or IPv6 address, the latter without brackets. */
export interface NameServerAddress {
  readonly host: string;
  readonly port: number;
}

const DNS_PORT = 53;
const PARTS = /^(?:\[(?<v6>[0-9a-f:.]+)\]|(?<v4>[0-9.]+))(?::(?<port>\d{1,5}))?$/i;
const OCTET = /^(?:0|[1-9]\d{0,2})$/;

/**
 * Reads a comma-separated list of `192.0.2.1`, `192.0.2.1:5353`, `[2001:db8::1]:53`; the port is 53
 * where none is given. Host names are refused: whoever sets this wants no other resolver to be
 * asked, and a name would need one.
 * @throws CertError InvalidNameServer with the entry that could not be read
 */
export function parseNameServers(setting: string): readonly NameServerAddress[] {
  const servers = setting.split(',').map((entry) => parseNameServer(entry.trim()));
  return [...new Map(servers.map((server) => [formatNameServer(server), server])).values()];
}

/** `192.0.2.1:53`, `[2001:db8::1]:53`. */
export function formatNameServer({ host, port }: NameServerAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function parseNameServer(entry: string): NameServerAddress {
  const { v6, v4, port } = PARTS.exec(entry)?.groups ?? {};
  const host = v6 === undefined ? ipv4(v4 ?? '') : ipv6(v6);
  const number = port === undefined ? DNS_PORT : Number(port);
  if (host === undefined || number < 1 || number > 65_535) {
    throw new CertError('InvalidNameServer', { server: entry });
  }
  return { host, port: number };
}

function ipv4(text: string): string | undefined {
  const octets = text.split('.');
  const valid = octets.every((octet) => OCTET.test(octet) && Number(octet) < 256);
  return octets.length === 4 && valid ? text : undefined;
}

/** In its canonical spelling (RFC 5952), so that two spellings are one server. */
function ipv6(text: string): string | undefined {
  const url = `http://[${text}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : undefined;
}
