import type { ApiResponse } from '../../api.ts';
import { isJsonObject } from '../../arm/json.ts';
import { toWire } from '../../server/response.ts';
import type { Rule } from './rule.ts';

/** A rule as the control endpoint shows it. */
export interface RuleState {
  readonly id: string;
  readonly rule: Rule;
  /** Requests that fitted so far. */
  readonly matched: number;
  /** Requests that it was applied to so far. */
  readonly applied: number;
}

/** The rules that are set, oldest first. */
export class RuleBook {
  readonly #states = new Map<string, RuleState>();
  #lastId = 0;

  add(rule: Rule): RuleState {
    this.#lastId += 1;
    const state = { id: String(this.#lastId), rule, matched: 0, applied: 0 };
    this.#states.set(state.id, state);
    return state;
  }

  list(): readonly RuleState[] {
    return [...this.#states.values()];
  }

  clear(): void {
    this.#states.clear();
  }

  /** Counts the request for every rule that fits it; the oldest one that is due applies. */
  take(resource: string, client: string | undefined): Rule | undefined {
    let due: Rule | undefined;
    for (const state of this.#states.values()) {
      const { rule } = state;
      if (rule.resource !== resource) continue;
      if (rule.client !== undefined && rule.client !== client) continue;
      const turn = state.matched - (rule.skip ?? 0);
      const applies = due === undefined && turn >= 0 && turn < (rule.times ?? 1);
      if (applies) due = rule;
      this.#states.set(state.id, {
        ...state,
        matched: state.matched + 1,
        applied: state.applied + (applies ? 1 : 0),
      });
    }
    return due;
  }
}

/** @param own the CA's own work; not done where the rule replaces it */
export async function answerBy(
  rule: Rule | undefined,
  own: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  if (rule === undefined) return own();
  const replacement = replacementIn(rule);
  const answer =
    replacement !== undefined && rule.afterwards !== true ? { status: 200 } : await own();
  return truncated(replacement ?? amended(answer, rule), rule.truncateTo);
}

function replacementIn({ status, headers, body, problem }: Rule): ApiResponse | undefined {
  if (problem !== undefined) {
    const { type } = problem;
    const isShort = typeof type === 'string' && !type.includes(':');
    return {
      status: status ?? 400,
      headers: { 'Content-Type': 'application/problem+json', ...headers },
      body: isShort ? { ...problem, type: `urn:ietf:params:acme:error:${type}` } : problem,
    };
  }
  if (status === undefined && body === undefined) return undefined;
  return { status: status ?? 200, headers: { ...headers }, body };
}

function amended(answer: ApiResponse, { headers, merge }: Rule): ApiResponse {
  const { body } = answer;
  return {
    ...answer,
    headers: { ...answer.headers, ...headers },
    ...(merge && isJsonObject(body) && { body: { ...body, ...merge } }),
  };
}

function truncated(answer: ApiResponse, bytes: number | undefined): ApiResponse {
  if (bytes === undefined) return answer;
  const { status, headers, body } = toWire(answer);
  return { status, headers, body: body.subarray(0, bytes) };
}
