/** What the command line says with `--output json`, checked for its shape. */
import assert from 'node:assert/strict';
import type { Ended } from './kvcert.ts';

export interface Issued {
  readonly vault: string;
  readonly name: string;
  readonly version: string;
  readonly thumbprint: string;
  readonly dnsNames: readonly string[];
  readonly notAfter: string;
  readonly chain: string;
  readonly leftovers: readonly string[];
  readonly steps: readonly { readonly name: string; readonly ms: number }[];
}

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly remedies: readonly { readonly text: string; readonly command?: string }[];
}

/** The document of a certificate that was issued. */
export function issuedBy({ code, stdout, stderr }: Ended): Issued {
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  return JSON.parse(stdout) as Issued;
}

/** The one JSON document of a command that has failed, as `{error: {…}}`. */
export function refusalOf(ended: Ended, exitCode: number, errorCode: string): Refusal {
  const { code, stdout, stderr } = ended;
  assert.equal(code, exitCode, `${stdout}\n${stderr}`);
  const document = JSON.parse(stdout) as { readonly error: Refusal };
  assert.deepEqual(Object.keys(document), ['error']);
  const { error } = document;
  assert.equal(error.code, errorCode, stdout);
  assert.deepEqual(Object.keys(error).toSorted(), ['code', 'details', 'message', 'remedies']);
  assert.match(error.message, /^\S.*[.:!?)\w]$/s);
  for (const { text } of error.remedies) assert.notEqual(text, '');
  return error;
}
