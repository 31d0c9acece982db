/** Challenges (RFC 8555 §7.1.5, §7.5.1) of the type dns-01 (§8.4). */
import { createHash } from 'node:crypto';
import type { AcmeChallenge } from '../domain/acme.ts';
import { type JsonObject, objectOf, textMember, unexpectedAnswer, urlMember } from './answer.ts';
import { type CaConnection, type SigningAccount, post } from './ca-connection.ts';
import type { HttpAnswer } from './http.ts';
import { isProblem } from './problem.ts';

/** @param keyThumbprint - of the account's key, RFC 7638 */
export function readDns01(
  answer: HttpAnswer,
  challenge: JsonObject,
  keyThumbprint: string,
): AcmeChallenge {
  const token = textMember(answer, challenge, 'token');
  if (!/^[A-Za-z0-9_-]+$/.test(token)) throw unexpectedAnswer(answer, 'no base64url "token"');
  return {
    url: urlMember(answer, challenge, 'url'),
    status: textMember(answer, challenge, 'status'),
    txtValue: dns01Value(token, keyThumbprint),
  };
}

/** The TXT value: a digest of the key authorization (RFC 8555 §8.1, §8.4). */
export function dns01Value(token: string, keyThumbprint: string): string {
  return createHash('sha256').update(`${token}.${keyThumbprint}`).digest('base64url');
}

/**
 * Tells the CA to validate. Where the answer to a first attempt was lost, CAs refuse the second
 * one, each in its own words: then the challenge itself says whether it has been answered.
 */
export async function answerChallenge(
  ca: CaConnection,
  account: SigningAccount,
  { url }: AcmeChallenge,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await post(ca, account, { url, payload: {} }, signal);
  } catch (error) {
    if (!isProblem(error, 'malformed')) throw error;
    const answer = await post(ca, account, { url }, signal);
    if (textMember(answer, objectOf(answer), 'status') === 'pending') throw error;
  }
}
