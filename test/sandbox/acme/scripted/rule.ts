/** What a test can have the CA do otherwise, with which requests. As posted to the control endpoint. */
import { isJsonObject, isStringRecord, type JsonObject } from '../../arm/json.ts';
import type { ProblemDocument } from './problem.ts';
import {
  isCount,
  isText,
  isTexts,
  isTrueOrFalse,
  requireShape,
  ShapeError,
  type Shape,
} from './shape.ts';

export const RESOURCES = [
  ...['directory', 'newNonce', 'newAccount', 'newOrder', 'account', 'order', 'authorization'],
  ...['challenge', 'finalize', 'certificate', 'renewalInfo'],
] as const;

/**
 * Signature and nonce are checked and a new nonce is given whatever a rule says. Without `status`,
 * `body` and `problem` the CA's own answer is given, with `headers` and `merge` put into it.
 */
export interface Rule {
  readonly resource: string;
  /** The client's name; see tunnel-clients.ts. Every client where absent. */
  readonly client?: string;
  /** So many matching requests are let be first; 0 where absent. */
  readonly skip?: number;
  /** How many matching requests it applies to from there on; 1 where absent. */
  readonly times?: number;
  /** The CA does what it was asked for before it answers so. */
  readonly afterwards?: boolean;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** RFC 7807; a type without a colon is one of ACME's. `status` is 400 where absent. */
  readonly problem?: JsonObject;
  /** Members that replace those of the CA's own JSON answer. */
  readonly merge?: JsonObject;
  /** Bytes of the body that are sent, as if they were all of it. */
  readonly truncateTo?: number;
  readonly instructions?: Instructions;
}

/** How the CA does its own work for once. */
export interface Instructions {
  /** newOrder: until the order and its authorizations expire. */
  readonly lifetimeMs?: number;
  /** newOrder: types of the challenges of its authorizations. */
  readonly challengeTypes?: readonly string[];
  /** challenge: what validation finds, without having looked: `type` is one of ACME's. */
  readonly finding?: ProblemDocument;
  /** challenge: a failed one is `invalid`, and its authorization and order stay `pending`. */
  readonly leavePending?: boolean;
  /** finalize: the certificate is for these names. */
  readonly names?: readonly string[];
  /** finalize: the certificate is for a key that is not the request's. */
  readonly otherKey?: boolean;
  /** finalize: the order stays `processing`, or becomes `invalid` with `detail` as the reason. */
  readonly outcome?: 'processing' | 'invalid';
  readonly detail?: string;
}

const RULE: Shape<Rule> = {
  resource: (value) => RESOURCES.some((each) => each === value),
  client: isText,
  skip: isCount,
  times: isCount,
  afterwards: isTrueOrFalse,
  status: (value) => isCount(value) && value >= 200 && value < 600,
  headers: isStringRecord,
  body: () => true,
  problem: isJsonObject,
  merge: isJsonObject,
  truncateTo: isCount,
  instructions: isJsonObject,
};

const INSTRUCTIONS: Shape<Instructions> = {
  lifetimeMs: isCount,
  challengeTypes: isTexts,
  finding: isStringRecord,
  leavePending: isTrueOrFalse,
  names: isTexts,
  otherKey: isTrueOrFalse,
  outcome: (value) => value === 'processing' || value === 'invalid',
  detail: isText,
};

/** @throws {ShapeError} */
export function readRule(input: unknown): Rule {
  requireShape<Rule>(input, 'A rule', RULE);
  if (!('resource' in input)) throw new ShapeError('A rule: `resource` is missing.');
  requireShape<Instructions>(input.instructions ?? {}, 'Instructions', INSTRUCTIONS);
  return input;
}
