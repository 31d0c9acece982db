/** A small authoritative name server on loopback, over UDP and TCP, that does what a test says. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { TestContext } from 'node:test';
import * as packet from 'dns-packet';

type Type = 'A' | 'AAAA' | 'CAA' | 'CNAME' | 'NS' | 'SOA' | 'TXT';

/**
 * Name → type → data; of an SOA its minimum, of a CAA `FLAGS TAG VALUE`. A CNAME is answered whatever type is asked for. The
 * root's name is a dot.
 */
export type Records = Readonly<Record<string, Partial<Record<Type, readonly string[]>>>>;

interface Asked {
  readonly type: string;
  readonly name: string;
  readonly via: 'udp' | 'tcp';
}

const RCODE = { servfail: 2, nxdomain: 3, refused: 5 };

export class LoopbackDns {
  /** What the server was asked, in order. */
  readonly asked: Asked[] = [];
  records: Records = {};
  mode: 'answer' | 'silent' | 'servfail' | 'refused' | 'truncate-udp' = 'answer';
  /** Names for which SERVFAIL is answered. */
  readonly broken = new Set<string>();
  /** Names that are delegated, with their servers: it refers whoever asks for them or below. */
  cuts: Readonly<Record<string, readonly string[]>> = {};
  /** So many questions are not answered, then `mode` holds. */
  ignore = 0;
  onAsked: (() => void) | undefined;
  readonly host: string;
  port = 0;
  #udp: Socket | undefined;
  #tcp: Server | undefined;

  constructor(host: string) {
    this.host = host;
  }

  get address(): { host: string; port: number } {
    return { host: this.host, port: this.port };
  }

  /** Port 0 takes one that is free for both protocols. */
  async listen(port: number): Promise<void> {
    const tcp = createServer((socket) => {
      let received = Buffer.alloc(0);
      socket.on('error', () => socket.destroy());
      socket.on('data', (chunk) => {
        received = Buffer.concat([received, chunk]);
        while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
          const end = 2 + received.readUInt16BE(0);
          const reply = this.#reply(received.subarray(2, end), 'tcp');
          received = received.subarray(end);
          if (!reply) continue;
          const length = Buffer.alloc(2);
          length.writeUInt16BE(reply.length);
          socket.write(Buffer.concat([length, reply]));
        }
      });
    });
    tcp.listen(port, this.host);
    await once(tcp, 'listening');
    this.#tcp = tcp;
    const bound = tcp.address();
    this.port = typeof bound === 'object' && bound ? bound.port : port;
    const udp = createSocket('udp4');
    this.#udp = udp;
    udp.on('message', (message, peer) => {
      const reply = this.#reply(message, 'udp');
      if (reply) udp.send(reply, peer.port, peer.address);
    });
    udp.bind(this.port, this.host);
    await once(udp, 'listening');
  }

  close(): void {
    this.#udp?.close();
    this.#tcp?.close();
  }

  #reply(message: Buffer, via: 'udp' | 'tcp'): Buffer | undefined {
    const query = packet.decode(message);
    const [question] = query.questions ?? [];
    if (!question) return undefined;
    const name = question.name.toLowerCase();
    this.asked.push({ type: question.type, name, via });
    this.onAsked?.();
    if (this.ignore > 0) {
      this.ignore--;
      return undefined;
    }
    if (this.mode === 'silent') return undefined;
    const cut = Object.entries(this.cuts).find(
      ([owner]) => name === owner || name.endsWith(`.${owner}`),
    );
    if (cut && this.mode === 'answer') return refer(query, question, ...cut);
    const truncated = this.mode === 'truncate-udp' && via === 'udp';
    const answers = this.#answers(name, question.type);
    let flags = packet.AUTHORITATIVE_ANSWER | (truncated ? packet.TRUNCATED_RESPONSE : 0);
    const failing = this.mode === 'servfail' || this.broken.has(name);
    if (failing) flags |= RCODE.servfail;
    else if (this.mode === 'refused') flags |= RCODE.refused;
    else if (!(name in this.records)) flags |= RCODE.nxdomain;
    const empty = truncated || failing || this.mode === 'refused';
    return packet.encode({
      type: 'response',
      ...(query.id === undefined ? {} : { id: query.id }),
      flags,
      questions: [question],
      answers: empty ? [] : answers,
    });
  }

  #answers(name: string, type: string): packet.Answer[] {
    const node = this.records[name] ?? {};
    const cname = (node.CNAME ?? []).map((data): packet.Answer => ({
      type: 'CNAME',
      name,
      ttl: 1,
      data,
    }));
    switch (type) {
      case 'TXT':
        return [...cname, ...(node.TXT ?? []).map((text) => txtRecord(name, text))];
      case 'A':
      case 'AAAA':
      case 'NS':
        return [
          ...cname,
          ...(node[type] ?? []).map((data): packet.Answer => ({ type, name, ttl: 1, data })),
        ];
      case 'CAA':
        return [...cname, ...(node.CAA ?? []).map((text) => caaRecord(name, text))];
      case 'SOA':
        return [...cname, ...(node.SOA ?? []).map((minimum) => soaRecord(name, Number(minimum)))];
      default:
        return cname;
    }
  }
}

/** An answer without an answer: who knows more stands in the authority section. */
function refer(
  { id = 0 }: packet.Packet,
  question: packet.Question,
  name: string,
  hosts: readonly string[],
): Buffer {
  const authorities = hosts.map((data) => ({ type: 'NS', name, ttl: 1, data }) as const);
  return packet.encode({ type: 'response', id, questions: [question], authorities });
}

/** Character strings hold at most 255 octets (RFC 1035 §3.3.14). */
function txtRecord(name: string, text: string): packet.Answer {
  return { type: 'TXT', name, ttl: 1, data: text.match(/.{1,255}/g) ?? [''] };
}

function caaRecord(name: string, text: string): packet.Answer {
  const [flags, tag, ...value] = text.split(' ');
  // dns-packet writes whatever tag it is given; its types know three.
  const data = { flags: Number(flags), tag: tag as 'issue', value: value.join(' ') };
  return { type: 'CAA', name, ttl: 1, data };
}

function soaRecord(name: string, minimum: number): packet.Answer {
  const times = { serial: 1, refresh: 1, retry: 1, expire: 1, minimum };
  return { type: 'SOA', name, ttl: 1, data: { mname: 'ns.test', rname: 'admin.test', ...times } };
}

/** Name servers that end with the test, one per address of 127.0.0.0/8, all on one port. */
export async function startDns(t: TestContext, ...hosts: string[]): Promise<LoopbackDns[]> {
  for (let attempt = 1; ; attempt++) {
    const servers = hosts.map((host) => new LoopbackDns(host));
    try {
      let port = 0;
      for (const server of servers) {
        await server.listen(port);
        port = server.port;
      }
      t.after(() => {
        for (const server of servers) server.close();
      });
      return servers;
    } catch (error) {
      for (const server of servers) server.close();
      if (attempt === 20) throw error;
    }
  }
}
