/** Problem documents (RFC 7807, RFC 8555 §6.7) and the errors that they become. */
import { CertError, isCertError } from '../domain/errors.ts';
import { isObject, optionalUrl, parseObject, retryAfterOf, unexpectedAnswer } from './answer.ts';
import { oneLine } from './foreign-text.ts';
import { type HttpAnswer, hostOf } from './http.ts';
import { linkTargets } from './link-header.ts';

const ACME_ERROR = 'urn:ietf:params:acme:error:';
const DETAIL_LIMIT = 1000;

export interface Problem {
  /** Without ACME's prefix (`rateLimited`); other types as they are. */
  readonly type: string;
  readonly detail: string;
  readonly subproblems: readonly Subproblem[];
  /** A page about this occurrence, https alone. */
  readonly instance: string | undefined;
}

/** RFC 8555 §6.7.1. */
export interface Subproblem {
  /** The identifier's value; empty where the CA named none. */
  readonly name: string;
  readonly type: string;
  readonly detail: string;
}

/** undefined: `value` is no problem document. */
export function readProblem(value: unknown): Problem | undefined {
  if (!isObject(value)) return undefined;
  const { type, detail, title, subproblems, instance } = value;
  if (typeof type !== 'string' && typeof detail !== 'string') return undefined;
  return {
    // An absent type is about:blank, a detail may be missing (RFC 7807 §3.1).
    type: typeof type === 'string' ? shortType(type) : 'about:blank',
    detail: cleaned(detail) || cleaned(title),
    subproblems: Array.isArray(subproblems) ? subproblems.flatMap(readSubproblem) : [],
    instance: optionalUrl(instance),
  };
}

/** The problem in one line, with what it says about single names. */
export function problemSentence(problem: Problem): string {
  const parts = problem.subproblems.map(({ name, detail }) =>
    name ? `${name}: ${detail}` : detail,
  );
  return [problem.detail || problem.type, ...parts].join(' ');
}

/** The document in an answer's body. */
export function problemOf(answer: HttpAnswer): Problem | undefined {
  return answer.status >= 400 ? readProblem(parseObject(answer)) : undefined;
}

/**
 * The error that an answer without success means: RateLimited, TermsNotAgreed,
 * ExternalAccountRequired, AcmeProblem, or, where no problem document came, Throttled or
 * UnexpectedAnswer.
 *
 * @param ca - the CA's name for people
 * @param now - milliseconds since the epoch, for a Retry-After in seconds
 */
export function refusal(ca: string, answer: HttpAnswer, now: number): CertError {
  const problem = problemOf(answer);
  const retryAt = retryAtOf(answer, now);
  if (!problem) return unexplained(answer, retryAt);
  const { type, detail, subproblems } = problem;
  const instance = problem.instance === undefined ? {} : { instance: problem.instance };
  if (type === 'rateLimited') {
    return new CertError('RateLimited', { ca, detail: problemSentence(problem), ...retryAt });
  }
  if (type === 'externalAccountRequired') return new CertError('ExternalAccountRequired', { ca });
  // Changed terms come with their link (RFC 8555 §7.3.3); other actions with a page at most.
  const [terms] = linkTargets(answer.headers['link'], 'terms-of-service');
  if (type === 'userActionRequired' && terms !== undefined) {
    return new CertError('TermsNotAgreed', { ca, terms: cleaned(terms), ...instance });
  }
  const { status } = answer;
  const facts = { ca, type, status, detail, subproblems, ...retryAt, ...instance };
  return new CertError('AcmeProblem', facts);
}

/** True for an AcmeProblem of this (short) type. */
export function isProblem(error: unknown, type: string): error is CertError<'AcmeProblem'> {
  return isCertError(error, 'AcmeProblem') && error.facts.type === type;
}

function unexplained(answer: HttpAnswer, retryAt: { retryAt?: string }): CertError {
  const asksToWait = answer.status >= 500 && retryAt.retryAt !== undefined;
  if (answer.status === 429 || asksToWait) {
    return new CertError('Throttled', { host: hostOf(answer.url), ...retryAt });
  }
  const { location } = answer.headers;
  const isRedirect = answer.status >= 300 && answer.status < 400 && location !== undefined;
  return unexpectedAnswer(answer, isRedirect ? `a redirect to ${location}` : undefined);
}

function retryAtOf(answer: HttpAnswer, now: number): { retryAt?: string } {
  const wait = retryAfterOf(answer, now);
  return wait === undefined ? {} : { retryAt: new Date(now + wait).toISOString() };
}

function readSubproblem(value: unknown): Subproblem[] {
  const problem = readProblem(value);
  if (!problem || !isObject(value)) return [];
  const { identifier } = value;
  const name = isObject(identifier) ? cleaned(identifier['value']) : '';
  return [{ name, type: problem.type, detail: problem.detail }];
}

function shortType(type: string): string {
  return cleaned(type.startsWith(ACME_ERROR) ? type.slice(ACME_ERROR.length) : type);
}

function cleaned(value: unknown): string {
  return typeof value === 'string' ? oneLine(value, DETAIL_LIMIT) : '';
}
