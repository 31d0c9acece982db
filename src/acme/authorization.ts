/** Authorizations (RFC 8555 §7.1.4, §7.5). */
import type { AcmeAuthorization, AcmeOrder } from '../domain/acme.ts';
import { isObject, listMember, objectOf, textMember, unexpectedAnswer } from './answer.ts';
import { type CaConnection, type SigningAccount, post } from './ca-connection.ts';
import { readDns01 } from './challenge.ts';
import type { HttpAnswer } from './http.ts';
import { thumbprint } from './jwk-thumbprint.ts';
import type { Looked } from './polling.ts';
import { problemSentence, readProblem } from './problem.ts';

/** @param keyThumbprint - of the account's key, RFC 7638 */
export function readAuthorization(
  answer: HttpAnswer,
  url: string,
  keyThumbprint: string,
): AcmeAuthorization {
  const document = objectOf(answer);
  const { identifier, wildcard } = document;
  if (!isObject(identifier)) throw unexpectedAnswer(answer, 'no "identifier"');
  const value = textMember(answer, identifier, 'value');
  const challenges = listMember(answer, document, 'challenges').filter(isObject);
  const dns01 = challenges.find(({ type }) => type === 'dns-01');
  // The one that we answer first; elsewhere an error is of somebody else's attempt.
  const errors = [dns01, ...challenges].map((challenge) => readProblem(challenge?.['error']));
  const problem = errors.find((error) => error !== undefined);
  return {
    url,
    status: textMember(answer, document, 'status'),
    name: wildcard === true ? `*.${value}` : value,
    dns01: dns01 && readDns01(answer, dns01, keyThumbprint),
    offered: challenges.map(({ type }) => type).filter((type) => typeof type === 'string'),
    problem: problem && { type: problem.type, detail: problemSentence(problem) },
  };
}

/** All authorizations of an order, in its sequence. */
export async function fetchAuthorizations(
  ca: CaConnection,
  account: SigningAccount,
  order: AcmeOrder,
  signal?: AbortSignal,
): Promise<readonly AcmeAuthorization[]> {
  const looks = order.authorizations.map((url) => lookAtAuthorization(ca, account, url, signal));
  return (await Promise.all(looks)).map(({ value }) => value);
}

/** Gives up an authorization (RFC 8555 §7.5.2). */
export async function deactivateAuthorization(
  ca: CaConnection,
  account: SigningAccount,
  url: string,
  signal?: AbortSignal,
): Promise<void> {
  await post(ca, account, { url, payload: { status: 'deactivated' } }, signal);
}

export async function lookAtAuthorization(
  ca: CaConnection,
  account: SigningAccount,
  url: string,
  signal?: AbortSignal,
): Promise<Looked<AcmeAuthorization>> {
  const answer = await post(ca, account, { url }, signal);
  return { value: readAuthorization(answer, url, thumbprint(account.signer.jwk)), answer };
}
