/**
 * All sentences about errors: a code and its facts in, a sentence and what can be done about it
 * out. The table is complete by type: a code without a sentence does not compile.
 */
import type { Leftover } from './error-reasons.ts';
import {
  CertError,
  isCertError,
  type ErrorCode,
  type ErrorFacts,
  type ErrorRecord,
} from './errors.ts';
import { caMessages } from './messages/ca.ts';
import { chainFileMessages } from './messages/chain-file.ts';
import { dnsMessages } from './messages/dns.ts';
import {
  listOf,
  readBy,
  type Entries,
  type Explanation,
  type Reader,
} from './messages/explanation.ts';
import { inputMessages } from './messages/input.ts';
import { issuerMessages } from './messages/issuers.ts';
import { machineMessages } from './messages/machine.ts';
import { networkMessages } from './messages/network.ts';
import { exportMessages } from './messages/export.ts';
import { goBackMessages } from './messages/go-back.ts';
import { importFileMessages } from './messages/import-file.ts';
import { upkeepMessages } from './messages/upkeep.ts';
import { policyMessages } from './messages/policy.ts';
import { vaultKeyMessages } from './messages/vault-keys.ts';
import { vaultSettingMessages } from './messages/vault-settings.ts';
import { vaultCreationMessages } from './messages/vault-creation.ts';
import { vaultMessages } from './messages/vault.ts';
import { english, type Translate } from './translate.ts';

const CATALOGUE: Entries<ErrorCode> = {
  ...inputMessages,
  ...policyMessages,
  ...goBackMessages,
  ...vaultKeyMessages,
  ...vaultMessages,
  ...vaultCreationMessages,
  ...upkeepMessages,
  ...vaultSettingMessages,
  ...chainFileMessages,
  ...importFileMessages,
  ...exportMessages,
  ...issuerMessages,
  ...dnsMessages,
  ...caMessages,
  ...networkMessages,
  ...machineMessages,
  // Stands here because it tells of other errors.
  CleanupIncomplete: ({ leftovers }, t) => ({
    message: t(
      'Not everything could be cleaned up: {0}. It is remembered.',
      listOf(
        leftovers.map((leftover) => describeLeftover(leftover, t)),
        t,
      ),
    ),
    remedies: [
      {
        text: t('Clean it up when it can be reached.'),
        command: 'kvcert operations undo --all',
        action: { kind: 'operations' },
      },
    ],
  }),
};

/**
 * What a person is told about `error`. Text from outside in it is not yet made safe to show.
 * @param reader - what is of use only elsewhere is left out
 */
export function explain<C extends ErrorCode>(
  error: { readonly code: C; readonly facts: ErrorFacts[C] },
  t: Translate = english,
  reader: Reader = 'editor',
): Explanation {
  return readBy(reader, CATALOGUE[error.code](error.facts, t));
}

/** `TXT values at _acme-challenge.example.com (A resource lock …)`: no sentence of its own. */
export function describeLeftover({ trace, error }: Leftover, t: Translate): string {
  const reason = explain(error, t).message;
  switch (trace.kind) {
    case 'txt-values':
      return t('TXT values at {0} ({1})', trace.record, reason);
    case 'claim':
      return t('the tag {0} of version {1} ({2})', trace.tag, trace.version, reason);
    case 'pending-operation':
      return t('the pending operation of {0} in {1} ({2})', trace.name, trace.vault, reason);
    case 'journal-entry':
      return t('its entry in the journal ({0})', reason);
  }
}

/** Anything that was thrown, as a CertError. */
export function asCertError(error: unknown): CertError {
  if (isCertError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new CertError('Unexpected', { message }, { cause: error });
}

/** Anything that was thrown, as data. */
export function errorRecord(error: unknown): ErrorRecord {
  const { code, facts } = asCertError(error);
  return { code, facts } as ErrorRecord;
}
