/** Binding of JSON bodies: what does not fit is refused as the service refuses it. */
import { Ajv } from 'ajv';
import type { ApiRequest } from '../api.ts';
import type { PolicyParameters } from './certificate-policy.ts';
import { invalidProperty } from './errors.ts';

export type Tags = Readonly<Record<string, string>>;

export interface CreateParameters {
  readonly policy?: PolicyParameters;
  readonly attributes?: { readonly enabled?: boolean };
  readonly tags?: Tags;
  readonly preserveCertOrder?: boolean;
}

export interface MergeParameters {
  readonly x5c: readonly string[];
  readonly attributes?: { readonly enabled?: boolean };
  readonly tags?: Tags;
}

export interface UpdateParameters {
  readonly policy?: PolicyParameters;
  readonly attributes?: { readonly enabled?: boolean };
  readonly tags?: Tags;
}

export interface OperationUpdate {
  readonly cancellation_requested: boolean;
}

const text = { type: 'string' };
const flag = { type: 'boolean' };
const number = { type: 'integer' };
const texts = { type: 'array', items: text };
const object = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
});

const attributes = object({ enabled: flag, nbf: number, exp: number });

/** At most 15 tags; 256 characters for a name and for a value. */
const tags = {
  type: 'object',
  maxProperties: 15,
  propertyNames: { maxLength: 256 },
  additionalProperties: { type: 'string', maxLength: 256 },
};

const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

const policy = object({
  key_props: object({
    exportable: flag,
    kty: text,
    key_size: number,
    reuse_key: flag,
    crv: text,
  }),
  secret_props: object({ contentType: text }),
  x509_props: object({
    subject: text,
    ekus: texts,
    sans: object({
      dns_names: texts,
      emails: texts,
      upns: texts,
      uris: texts,
      ipAddresses: texts,
    }),
    key_usage: { type: 'array', items: { enum: KEY_USAGES } },
    validity_months: number,
  }),
  lifetime_actions: {
    type: 'array',
    items: object({
      trigger: object({ lifetime_percentage: number, days_before_expiry: number }),
      action: object({ action_type: text }),
    }),
  },
  issuer: object({ name: text, cty: text, cert_transparency: flag }),
  attributes,
});

const ajv = new Ajv();
const isPolicy = ajv.compile<PolicyParameters>(policy);
const isCreate = ajv.compile<CreateParameters>(
  object({ policy, attributes, tags, preserveCertOrder: flag }),
);
const isMerge = ajv.compile<MergeParameters>(object({ x5c: texts, attributes, tags }, ['x5c']));
const isUpdate = ajv.compile<UpdateParameters>(object({ policy, attributes, tags }));
const isOperationUpdate = ajv.compile<OperationUpdate>(
  object({ cancellation_requested: flag }, ['cancellation_requested']),
);

export const bindPolicy = (request: ApiRequest) => bind(request, isPolicy);
export const bindCreate = (request: ApiRequest) => bind(request, isCreate);
export const bindMerge = (request: ApiRequest) => bind(request, isMerge);
export const bindUpdate = (request: ApiRequest) => bind(request, isUpdate);
export const bindOperationUpdate = (request: ApiRequest) => bind(request, isOperationUpdate);

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
