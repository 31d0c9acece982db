/** What JSON bodies look like, and their binding: what does not fit is refused as the service does. */
import { Ajv } from 'ajv';
import type { ApiRequest } from '../api.ts';
import { invalidProperty } from './errors.ts';

export type Tags = Readonly<Record<string, string>>;

export const text = { type: 'string' };
export const flag = { type: 'boolean' };
export const number = { type: 'integer' };
export const texts = { type: 'array', items: text };
export const object = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
});

export const attributes = object({ enabled: flag, nbf: number, exp: number });

/** At most 15 tags; 256 characters for a name and for a value. */
export const tags = {
  type: 'object',
  maxProperties: 15,
  propertyNames: { maxLength: 256 },
  additionalProperties: { type: 'string', maxLength: 256 },
};

/** Compiles the forms of bodies. */
export const forms = new Ajv();

/** Reads bodies of one form. */
export function binder<T>(fits: (value: unknown) => value is T): (request: ApiRequest) => T {
  return (request) => bind(request, fits);
}

/** @throws ApiError 400 `Property  has invalid value` (recorded: the property's name stays empty) */
function bind<T>(request: ApiRequest, fits: (value: unknown) => value is T): T {
  let value: unknown;
  try {
    value = withoutNulls(JSON.parse(request.body.toString('utf8')));
  } catch {
    throw invalidProperty('');
  }
  if (!fits(value)) throw invalidProperty('');
  return value;
}

/** A null member is a member that was not sent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, withoutNulls(member)]),
  );
}
