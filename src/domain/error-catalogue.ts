/**
 * All sentences about errors: a code and its facts in, a sentence and what can be done about it
 * out. The table is complete by type: a code without a sentence does not compile.
 */
import {
  CertError,
  isCertError,
  type ErrorCode,
  type ErrorFacts,
  type ErrorRecord,
} from './errors.ts';
import { caMessages } from './messages/ca.ts';
import { dnsMessages } from './messages/dns.ts';
import type { Explanation } from './messages/explanation.ts';
import { inputMessages } from './messages/input.ts';
import { machineMessages } from './messages/machine.ts';
import { networkMessages } from './messages/network.ts';
import { vaultMessages } from './messages/vault.ts';
import { english, type Translate } from './translate.ts';

const CATALOGUE: {
  readonly [C in ErrorCode]: (facts: ErrorFacts[C], t: Translate) => Explanation;
} = {
  ...inputMessages,
  ...vaultMessages,
  ...dnsMessages,
  ...caMessages,
  ...networkMessages,
  ...machineMessages,
};

/** What a person is told about `error`. Text from outside in it is not yet made safe to show. */
export function explain<C extends ErrorCode>(
  error: { readonly code: C; readonly facts: ErrorFacts[C] },
  t: Translate = english,
): Explanation {
  return CATALOGUE[error.code](error.facts, t);
}

/** Anything that was thrown, as data. */
export function errorRecord(error: unknown): ErrorRecord {
  const { code, facts } = asCertError(error);
  return { code, facts } as ErrorRecord;
}

/** Anything that was thrown, as a CertError. */
export function asCertError(error: unknown): CertError {
  if (isCertError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new CertError('Unexpected', { message }, { cause: error });
}
