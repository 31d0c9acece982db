/** Renewal information (RFC 9773 §4): when a CA wants its certificates to be renewed. */
import type { AcmeRenewalInfo } from '../domain/acme.ts';
import { type CertError, isCertError } from '../domain/errors.ts';
import { isObject, optionalDate, optionalUrl, parseObject, retryAfterOf } from './answer.ts';
import { type CaConnection, get } from './ca-connection.ts';
import { excerptOf } from './foreign-text.ts';
import type { HttpAnswer } from './http.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SHORTEST_RETRY_MS = MINUTE_MS;
const LONGEST_RETRY_MS = 24 * HOUR_MS;
/** Where the CA does not say: what RFC 9773 §4.3.3 has clients wait in other cases. */
const USUAL_RETRY_MS = 6 * HOUR_MS;

/**
 * undefined where the CA has no such resource, knows nothing of the certificate, or says what makes
 * no sense; the latter two are logged. Trouble that passes is thrown.
 */
export async function fetchRenewalInfo(
  ca: CaConnection,
  certId: string,
  signal?: AbortSignal,
): Promise<AcmeRenewalInfo | undefined> {
  const { renewalInfo } = await ca.resources(signal);
  if (renewalInfo === undefined) return undefined;
  const url = `${renewalInfo}/${certId}`;
  try {
    const answer = await get(ca, url, signal);
    const info = readRenewalInfo(answer, ca.clock.now());
    if (!info)
      ca.log.warn('renewal information makes no sense', { url, said: excerptOf(answer.body) });
    return info;
  } catch (error) {
    if (!isUnknownThere(error)) throw error;
    ca.log.warn('the CA has no renewal information', { url, error: String(error) });
    return undefined;
  }
}

/** @param now - milliseconds since the epoch */
export function readRenewalInfo(answer: HttpAnswer, now: number): AcmeRenewalInfo | undefined {
  const document = parseObject(answer);
  const window = document?.['suggestedWindow'];
  if (!isObject(window)) return undefined;
  const start = optionalDate(window['start']);
  const end = optionalDate(window['end']);
  // An empty window is malformed, too (RFC 9773 §4.2).
  if (!start || !end || end <= start) return undefined;
  const retryAfterMs = retryAfterOf(answer, now) ?? USUAL_RETRY_MS;
  return {
    start,
    end,
    explanationUrl: optionalUrl(document?.['explanationURL']),
    retryAfterMs: Math.min(Math.max(retryAfterMs, SHORTEST_RETRY_MS), LONGEST_RETRY_MS),
  };
}

/** The CA cannot tell what is asked for, and will not be able to the next time. */
function isUnknownThere(error: unknown): error is CertError {
  const status =
    isCertError(error, 'AcmeProblem') || isCertError(error, 'UnexpectedAnswer')
      ? error.facts.status
      : 0;
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
