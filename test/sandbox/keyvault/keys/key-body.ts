/** The bodies of the key operations. */
import type { Tags } from '../json-body.ts';
import { attributes, binder, forms, number, object, tags, text } from '../json-body.ts';

interface SentAttributes {
  readonly enabled?: boolean;
  /** Seconds since the epoch. */
  readonly nbf?: number;
  readonly exp?: number;
}

export interface CreateKeyParameters {
  readonly kty: string;
  readonly key_size?: number;
  readonly crv?: string;
  readonly key_ops?: readonly string[];
  readonly attributes?: SentAttributes;
  readonly tags?: Tags;
}

interface UpdateKeyParameters {
  readonly key_ops?: readonly string[];
  readonly attributes?: SentAttributes;
  readonly tags?: Tags;
}

interface SignParameters {
  readonly alg: string;
  /** The digest, base64url. */
  readonly value: string;
}

const OPERATIONS = ['encrypt', 'decrypt', 'sign', 'verify', 'wrapKey', 'unwrapKey', 'import'];
const key_ops = { type: 'array', items: { enum: OPERATIONS } };

export const bindCreateKey = binder(
  forms.compile<CreateKeyParameters>(
    object({ kty: text, key_size: number, crv: text, key_ops, attributes, tags }, ['kty']),
  ),
);
export const bindUpdateKey = binder(
  forms.compile<UpdateKeyParameters>(object({ key_ops, attributes, tags })),
);
export const bindSign = binder(
  forms.compile<SignParameters>(
    object({ alg: text, value: { type: 'string', pattern: '^[A-Za-z0-9_-]*={0,2}$' } }, [
      'alg',
      'value',
    ]),
  ),
);
