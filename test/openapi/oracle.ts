/** Judges exchanges by Azure's published OpenAPI descriptions: an oracle that nobody here wrote. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Description, Operation, Parameter, Schema } from './description.ts';
import { jsonSchemaOf, resolve } from './description.ts';
import type { Exchange } from './exchange.ts';
import { findOperation } from './find-operation.ts';
import type { FoundOperation } from './find-operation.ts';
import type { Finding } from './finding.ts';
import { definitionsOf, toJsonSchema } from './json-schema.ts';

/** All points in which an exchange differs from the description; none for a valid one. */
export type Oracle = (exchange: Exchange) => readonly Finding[];

export function createOracle(description: Description): Oracle {
  const { components } = description;
  const $defs = definitionsOf(components);
  const ajv = new Ajv2020({ allErrors: true, strict: false, formats: FORMATS });
  const coercing = new Ajv2020({
    allErrors: true,
    strict: false,
    formats: FORMATS,
    coerceTypes: true,
  });
  const compiled = new Map<Schema, ValidateFunction>();

  function errorsOf(schema: Schema, value: unknown, using = ajv): readonly ErrorObject[] {
    const validate = compiled.get(schema) ?? using.compile({ $defs, ...toJsonSchema(schema) });
    compiled.set(schema, validate);
    return validate(value) ? [] : (validate.errors ?? []);
  }

  function judgeBody(
    part: Finding['part'],
    operation: Operation,
    schema: Schema | undefined,
    body: unknown,
  ): Finding[] {
    const report = (at: string, what: string) => [
      { operation: operation.operationId, part, at, what },
    ];
    const isAbsent = body === undefined || body === null || body === '';
    if (schema === undefined) return isAbsent ? [] : report('', 'is not declared');
    if (isAbsent) return report('', 'is missing');
    return errorsOf(schema, body).flatMap((error) => report(...describe(error)));
  }

  function judgePathAndQuery({ operation, values }: FoundOperation, url: URL): Finding[] {
    const parameters = (operation.parameters ?? []).map((parameter) =>
      resolve<Parameter>(components.parameters, parameter),
    );
    const query = [...url.searchParams.keys()]
      .filter((name) => !parameters.some((each) => each.in === 'query' && each.name === name))
      .map((name) => finding('request query', name, 'is not declared'));
    return query.concat(parameters.flatMap(judgeParameter));

    function judgeParameter(parameter: Parameter): Finding[] {
      const { name, schema, required = false } = parameter;
      if (parameter.in === 'header') return [];
      const part = `request ${parameter.in}` as const;
      const value = parameter.in === 'query' ? url.searchParams.get(name) : values.get(name);
      if (value === null || value === undefined) {
        return required ? [finding(part, name, 'is missing')] : [];
      }
      return errorsOf(schema, value, coercing).map((error) =>
        finding(part, name, describe(error)[1]),
      );
    }

    function finding(part: Finding['part'], at: string, what: string): Finding {
      return { operation: operation.operationId, part, at, what };
    }
  }

  return (exchange) => {
    const { method, url, requestBody, status, responseBody } = exchange;
    const found = findOperation(description, method, url.pathname);
    if (found === undefined) {
      const at = `${method} ${url.pathname}`;
      return [{ operation: 'unknown', part: 'request path', at, what: 'is not described' }];
    }
    const { operation } = found;
    const request =
      operation.requestBody && resolve(components.requestBodies, operation.requestBody);
    const response = operation.responses[String(status)] ?? errorResponse(operation, status);
    // A refused request need not be a valid one, and the challenge comes before its body is sent.
    const requestFindings =
      status >= 400
        ? []
        : [
            ...judgePathAndQuery(found, url),
            ...judgeBody('request body', operation, jsonSchemaOf(request), requestBody),
          ];
    if (response === undefined) {
      const what = `${status} is not described`;
      return [
        ...requestFindings,
        { operation: operation.operationId, part: 'status', at: '', what },
      ];
    }
    const schema = jsonSchemaOf(response);
    return [...requestFindings, ...judgeBody('response body', operation, schema, responseBody)];
  };
}

function errorResponse(operation: Operation, status: number) {
  return status >= 400 ? operation.responses['default'] : undefined;
}

/** Where in the body, with `#` for every index, and what. */
function describe(error: ErrorObject): [at: string, what: string] {
  const at = error.instancePath.slice(1).replaceAll(/(^|\/)\d+(?=\/|$)/g, '$1#');
  const { unevaluatedProperty: name } = error.params;
  if (typeof name === 'string') return [at === '' ? name : `${at}/${name}`, 'is not declared'];
  return [at, error.message ?? error.keyword];
}

/** Formats of the descriptions; those that only name a number's width say nothing more. */
const FORMATS = {
  byte: /^[A-Za-z0-9+/]*={0,2}$/,
  base64url: /^[A-Za-z0-9_-]*$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  int32: true,
  int64: true,
  unixtime: true,
} as const;
