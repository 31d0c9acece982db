import { AUTHORITATIVE_ANSWER, RECURSION_AVAILABLE, RECURSION_DESIRED } from 'dns-packet';
import { TRUNCATED_RESPONSE, decode, encode } from 'dns-packet';
import type { DecodedPacket, Packet } from 'dns-packet';
import { RCODES } from './reply.ts';
import type { Question, Reply } from './reply.ts';

/** Bytes of a UDP answer without EDNS, and with it at most (RFC 1035; DNS flag day 2020). */
const PLAIN_UDP = 512;
const EDNS_UDP = 1232;

export type Transport = 'udp' | 'tcp' | 'https';

export interface Query {
  readonly packet: DecodedPacket;
  readonly question: Question;
}

/** The query that a message holds; undefined for what is none, which gets no answer. */
export function readQuery(message: Buffer): Query | undefined {
  try {
    const packet = decode(message);
    const question = packet.questions?.[0];
    return packet.type === 'query' && question !== undefined ? { packet, question } : undefined;
  } catch {
    return undefined;
  }
}

/** The answer as bytes; over UDP emptied and marked as truncated if it does not fit. */
export function writeReply(
  { packet }: Query,
  reply: Reply,
  transport: Transport,
  recursive: boolean,
): Buffer {
  const opt = packet.additionals?.find((each) => each.type === 'OPT');
  const flags =
    RCODES[reply.rcode] |
    ((packet.flags ?? 0) & RECURSION_DESIRED) |
    (reply.authoritative ? AUTHORITATIVE_ANSWER : 0) |
    (recursive ? RECURSION_AVAILABLE : 0);
  const head: Packet = {
    type: 'response',
    id: packet.id,
    flags,
    questions: packet.questions,
    additionals: opt === undefined ? [] : [{ ...opt, udpPayloadSize: EDNS_UDP, options: [] }],
  };
  const whole = encode({
    ...head,
    answers: [...reply.answers],
    authorities: [...reply.authorities],
  });
  const asked = opt?.udpPayloadSize ?? PLAIN_UDP;
  const limit = Math.min(Math.max(asked, PLAIN_UDP), EDNS_UDP);
  if (transport !== 'udp' || whole.length <= limit) return whole;
  return encode({ ...head, flags: flags | TRUNCATED_RESPONSE });
}
