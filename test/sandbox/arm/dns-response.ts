import { ApiError } from '../api.ts';
import type { ApiResponse } from '../api.ts';

/** A JSON answer of the DNS resource provider, which escapes every slash on the wire. */
export function dnsResponse(status: number, body: unknown, headers: Headers = {}): ApiResponse {
  return {
    status,
    headers: {
      'Cache-Control': 'private',
      'Content-Type': 'application/json; charset=utf-8',
      'X-Powered-By': 'ASP.NET',
      ...headers,
    },
    body: JSON.stringify(body).replaceAll('/', '\\/'),
  };
}

/** The provider's errors are flat: no `error` around `code` and `message`. */
export function dnsError(status: number, code: string, message: string): ApiError {
  return new ApiError(dnsResponse(status, { code, message }));
}

/** Requests left, as recorded for the first call of a period. */
export const READ_QUOTA = { 'x-ms-ratelimit-remaining-subscription-resource-requests': '499' };
export const WRITE_QUOTA = { 'x-ms-ratelimit-remaining-subscription-resource-requests': '11999' };
export const LIST_QUOTA = {
  ...READ_QUOTA,
  'x-ms-ratelimit-remaining-subscription-resource-entities-read': '59999',
};

type Headers = Readonly<Record<string, string>>;
