import { randomUUID } from 'node:crypto';
import { ApiError, type Now } from '../api.ts';

export interface EntraProblem {
  readonly status: number;
  readonly error: string;
  /** The number behind `AADSTS`. */
  readonly code: number;
  readonly message: string;
  /** What MSAL tells the kinds of one error by. */
  readonly suberror?: string;
  /** A claims request that the next attempt must carry, as JSON. */
  readonly claims?: string;
}

/** An error document as Entra writes it since 2023: trailer in one line, separated by spaces. */
export function entraError(problem: EntraProblem, now: Now): ApiError {
  const timestamp = `${new Date(now()).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const traceId = randomUUID();
  const correlationId = randomUUID();
  const trailer = `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`;
  return new ApiError({
    status: problem.status,
    headers: entraHeaders('no-store, no-cache', traceId),
    body: {
      error: problem.error,
      error_description: `AADSTS${problem.code}: ${problem.message} ${trailer}`,
      error_codes: [problem.code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${problem.code}`,
      ...(problem.suberror === undefined ? {} : { suberror: problem.suberror }),
      ...(problem.claims === undefined ? {} : { claims: problem.claims }),
    },
  });
}

/** Headers that every recorded answer of the service carries. */
export function entraHeaders(
  cacheControl: string,
  traceId: string = randomUUID(),
): Readonly<Record<string, string>> {
  return {
    'Cache-Control': cacheControl,
    'Content-Type': 'application/json; charset=utf-8',
    'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    'X-Content-Type-Options': 'nosniff',
    P3P: 'CP="DSP CUR OTPi IND OTRi ONL FIN"',
    'x-ms-request-id': traceId,
    'x-ms-ests-server': '2.1.15427.11 - NEULR2 ProdSlices',
  };
}
