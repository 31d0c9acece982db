import { randomUUID } from 'node:crypto';
import { ApiError } from '../../api.ts';
import type { ApiResponse } from '../../api.ts';
import type { ArmContext } from '../context.ts';
import { isJsonObject, parseJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { ArmRequest, Operation } from '../operation.ts';
import { visible } from '../subscriptions.ts';
import { KqlError } from './kql-error.ts';
import { evaluate } from './kql-evaluation.ts';
import { parseQuery } from './kql-parser.ts';
import { readPaging, pageOf } from './query-paging.ts';
import { table } from './query-table.ts';
import { QueryQuota } from './quota.ts';
import { COLUMNS, resourceRows } from './resource-rows.ts';

/** Microsoft.ResourceGraph, Resources (2021-03-01, 2024-04-01): runs the query that was sent. */
export function resourceGraphOperations(context: ArmContext): readonly Operation[] {
  const quota = new QueryQuota();
  return [
    {
      method: 'POST',
      path: '/providers/Microsoft.ResourceGraph/resources',
      run: (arm) => {
        const left = quota.take(arm.caller.principal.objectId, context.now());
        const headers = quotaHeaders(left);
        if (left.remaining < 0) throw rateLimited(headers, context.now());
        try {
          return { status: 200, headers, body: answer(context, arm) };
        } catch (error) {
          if (error instanceof KqlError) throw badRequest(error.detail, headers, context.now());
          throw error;
        }
      },
    },
  ];
}

function answer(context: ArmContext, arm: ArmRequest): JsonObject {
  const body = parseJsonObject(arm.request.body) ?? {};
  const options = isJsonObject(body['options']) ? body['options'] : {};
  const query = parseQuery(typeof body['query'] === 'string' ? body['query'] : '');
  const rows = resourceRows(context, arm, subscriptionIds(context, arm, body));
  const result = evaluate(query, rows, COLUMNS);
  const { records, ...paging } = pageOf(query, result, readPaging(options));
  // 2019-04-01 answered tables unless asked otherwise.
  const early = (arm.query('api-version') ?? '') < '2020';
  const format = options['resultFormat'] ?? (early ? 'table' : 'objectArray');
  return {
    totalRecords: result.rows.length,
    count: records.length,
    data: format === 'table' ? table({ ...result, rows: records }) : records,
    facets: [],
    ...paging,
  };
}

/** Those asked for that the caller can see; all of them where the request names none. */
function subscriptionIds(
  context: ArmContext,
  arm: ArmRequest,
  body: JsonObject,
): readonly string[] {
  const seen = visible(context, arm).map(({ subscriptionId }) => subscriptionId);
  const asked = body['subscriptions'];
  if (!Array.isArray(asked) || asked.length === 0) return seen;
  const named = seen.filter((id) => asked.some((each) => String(each).toLowerCase() === id));
  if (named.length > 0) return named;
  throw new KqlError({
    code: 'NoValidSubscriptionsInQueryRequest',
    message: `There must be at least one subscription that is eligible to contain resources. Given: '${asked.join(', ')}'.`,
  });
}

function quotaHeaders(left: {
  remaining: number;
  resetsAfterMs: number;
}): Readonly<Record<string, string>> {
  const remaining = String(Math.max(left.remaining, 0));
  const seconds = String(Math.ceil(left.resetsAfterMs / 1000)).padStart(2, '0');
  return {
    'Cache-Control': 'no-cache',
    'x-ms-user-quota-remaining': remaining,
    'x-ms-user-quota-resets-after': `00:00:${seconds}`,
    'x-ms-ratelimit-remaining-tenant-resource-requests': remaining,
  };
}

function badRequest(detail: JsonObject, headers: Headers, now: number): ApiError {
  const invalid = {
    code: 'InvalidQuery',
    message:
      'Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.',
  };
  const details = detail['code'] === 'NoValidSubscriptionsInQueryRequest' ? [] : [invalid];
  const error = { code: 'BadRequest', message: support(now), details: [...details, detail] };
  return new ApiError({ status: 400, headers, body: { error } });
}

function rateLimited(headers: Headers, now: number): ApiError {
  const detail = {
    code: 'RateLimiting',
    message:
      'Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed. Please see https://aka.ms/resourcegraph-throttling for help.',
  };
  const error = { code: 'RateLimiting', message: support(now), details: [detail] };
  return new ApiError({ status: 429, headers, body: { error } });
}

function support(now: number): string {
  const timestamp = new Date(now).toISOString().replace('Z', '0000Z');
  return `Please provide below info when asking for support: timestamp = ${timestamp}, correlationId = ${randomUUID()}.`;
}

type Headers = ApiResponse['headers'] & object;
