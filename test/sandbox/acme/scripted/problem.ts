import { ApiError } from '../../api.ts';

const PREFIX = 'urn:ietf:params:acme:error:';

/** A problem document (RFC 7807) with a type of RFC 8555, 6.7. */
export interface ProblemDocument {
  readonly type: string;
  readonly detail: string;
}

export function problemDocument(type: string, detail: string): ProblemDocument {
  return { type: PREFIX + type, detail };
}

/** Thrown to refuse a request. */
export function problem(type: string, detail: string, status = 400): ApiError {
  return new ApiError({
    status,
    headers: { 'Content-Type': 'application/problem+json' },
    body: problemDocument(type, detail),
  });
}
