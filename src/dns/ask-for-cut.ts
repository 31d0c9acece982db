/**
 * To whom a server hands a name on. node:dns leaves the authority section of an answer unread, in
 * which the servers of the zone above name those of the zone below (a referral, RFC 1034 §4.3.2).
 */
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { parseNameServers } from '../domain/name-server-address.ts';
import { decodeReferral, encodeQuestion } from './message.ts';
import type { Answer, Ask, Question } from './question.ts';

const TRIES = 2;

/**
 * Asks by UDP: `records` are the servers that a server refers to for just this name, sorted; none
 * where it answers anything else.
 * @param timeoutMs - for each of two tries
 */
export function askForCut(timeoutMs: number): Ask {
  return async (question, server, signal) => {
    for (let tries = 1; server !== undefined && tries <= TRIES; tries++) {
      const answer = await exchange(question, server, timeoutMs, signal);
      if (answer !== undefined) return answer;
    }
    return { records: [], failure: 'ETIMEOUT' };
  };
}

/** Undefined where no answer comes. Rejects with the signal's reason, and with nothing else. */
async function exchange(
  question: Question,
  server: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Answer | undefined> {
  signal?.throwIfAborted();
  const [address] = parseNameServers(server);
  if (address === undefined) return undefined;
  const id = randomInt(0x1_0000);
  const message = encoded(question, id);
  if (message === undefined) return { records: [], failure: 'EBADNAME' };
  const socket = createSocket(isIPv6(address.host) ? 'udp6' : 'udp4');
  const ended = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]);
  const answer = await new Promise<Answer | undefined>((resolve) => {
    const giveUp = (): void => {
      resolve(undefined);
    };
    ended.addEventListener('abort', giveUp, { once: true });
    // A closed port: who cannot be asked gives no answer.
    socket.on('error', giveUp);
    socket.on('message', (reply) => {
      const answer = decodeReferral(reply, question, id);
      // What cannot be read may come from anybody: the server's own answer may still be on its way.
      if (answer.failure !== 'EBADRESP') resolve(answer);
    });
    // Connected, the socket hears that server alone.
    socket.connect(address.port, address.host, () => {
      socket.send(message);
    });
  });
  socket.close();
  signal?.throwIfAborted();
  return answer;
}

/** Undefined for what is no domain name. */
function encoded(question: Question, id: number): Uint8Array | undefined {
  try {
    return encodeQuestion(question, id);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
