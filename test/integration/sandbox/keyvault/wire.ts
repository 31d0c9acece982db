/** What the tests read of the service's answers. */
import type { Answer } from './vault-under-test.ts';

export interface Bundle {
  readonly id: string;
  readonly kid?: string;
  readonly x5t?: string;
  readonly cer?: string;
  readonly attributes: Attributes;
  readonly tags?: Readonly<Record<string, string>>;
  readonly policy: {
    readonly key_props: { readonly kty: string; readonly crv?: string; readonly key_size: number };
    readonly x509_props: { readonly subject: string };
    readonly attributes: { readonly created: number; readonly updated: number };
  };
  readonly pending?: { readonly id: string };
  readonly preserveCertOrder?: boolean;
}

export interface Attributes {
  readonly enabled: boolean;
  readonly nbf: number;
  readonly exp: number;
  readonly created: number;
  readonly updated: number;
  readonly recoveryLevel?: string;
}

export interface PendingBundle {
  readonly csr: string;
  readonly status: string;
  readonly request_id: string;
}

export interface Page {
  readonly value: readonly { readonly id: string; readonly x5t?: string }[];
  readonly nextLink: string | null;
}

export interface Secret {
  readonly value: string;
  readonly contentType: string;
}

export const bundleOf = (answer: Answer) => answer.body as Bundle;
export const pendingOf = (answer: Answer) => answer.body as PendingBundle;
export const pageOf = (answer: Answer) => answer.body as Page;
export const secretOf = (answer: Answer) => answer.body as Secret;

export function errorOf(answer: Answer): { code: string; message: string; inner?: string } {
  const { error } = answer.body as {
    error: { code: string; message: string; innererror?: { code: string } };
  };
  const { code, message, innererror } = error;
  return { code, message, ...(innererror === undefined ? {} : { inner: innererror.code }) };
}

/** `/keys/{name}/{version}` of a key. */
export function keyPath({ body }: Answer): string {
  return new URL((body as { key: { kid: string } }).key.kid).pathname;
}
