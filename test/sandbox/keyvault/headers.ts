import { randomUUID } from 'node:crypto';
import type { ApiRequest, ApiResponse } from '../api.ts';

/** What every answer of the service carries, as recorded. */
const STANDARD_HEADERS = {
  'Cache-Control': 'no-cache',
  Pragma: 'no-cache',
  Expires: '-1',
  'Strict-Transport-Security': 'max-age=31536000;includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'x-ms-keyvault-service-version': '1.9.378.1',
  'x-ms-keyvault-network-info': 'conn_type=Ipv4;addr=127.0.0.1;act_addr_fam=InterNetwork;',
};

/** Adds the service's own headers; a 204 has neither a type nor a length. */
export function withStandardHeaders(
  response: ApiResponse,
  request: ApiRequest,
  region: string,
): ApiResponse {
  const clientRequestId = request.headers['x-ms-client-request-id'];
  return {
    ...response,
    headers: {
      ...STANDARD_HEADERS,
      ...(response.body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
      'x-ms-keyvault-region': region,
      'x-ms-request-id': randomUUID(),
      ...(clientRequestId === undefined ? {} : { 'x-ms-client-request-id': clientRequestId }),
      ...response.headers,
    },
  };
}
