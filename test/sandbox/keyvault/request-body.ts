/** The bodies of the certificate operations. */
import { KEY_USAGES, type PolicyParameters } from './certificate-policy.ts';
import type { Tags } from './json-body.ts';
import { attributes, binder, flag, forms, number, object, tags, text, texts } from './json-body.ts';

export interface CreateParameters {
  readonly policy?: PolicyParameters;
  readonly attributes?: { readonly enabled?: boolean };
  readonly tags?: Tags;
  readonly preserveCertOrder?: boolean;
}

export interface ImportParameters extends CreateParameters {
  /** Base64 of a PKCS#12 file, or PEM. */
  readonly value: string;
  readonly pwd?: string;
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

export const bindPolicy = binder(forms.compile<PolicyParameters>(policy));
export const bindCreate = binder(
  forms.compile<CreateParameters>(object({ policy, attributes, tags, preserveCertOrder: flag })),
);
export const bindImport = binder(
  forms.compile<ImportParameters>(
    object({ value: text, pwd: text, policy, attributes, tags, preserveCertOrder: flag }, [
      'value',
    ]),
  ),
);
export const bindMerge = binder(
  forms.compile<MergeParameters>(object({ x5c: texts, attributes, tags }, ['x5c'])),
);
export const bindUpdate = binder(
  forms.compile<UpdateParameters>(object({ policy, attributes, tags })),
);
export const bindOperationUpdate = binder(
  forms.compile<OperationUpdate>(
    object({ cancellation_requested: flag }, ['cancellation_requested']),
  ),
);
