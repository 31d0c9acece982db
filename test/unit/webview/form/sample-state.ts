import type { FormEntries, FormState } from '../../../../src/webview/form/state-protocol.ts';
import type { FormFindings } from '../../../../src/webview/form/form-problems.ts';
import { USUAL_POLICY_FIELDS } from '../../../../src/domain/policy-fields.ts';

export const ENTRIES: FormEntries = {
  vault: 'v1',
  name: 'www-example-com',
  dnsNames: ['www.example.com'],
  ca: 'letsencrypt',
  profile: '',
  keyType: 'rsa-2048',
  contentType: 'pkcs12',
  exportable: true,
  reuseKey: false,
  tags: [],
  agreedTerms: '',
  rehearse: false,
  forceStaging: false,
  ...USUAL_POLICY_FIELDS,
};

export const STATE: FormState = {
  subject: { mode: 'create' },
  vaults: {
    choices: [{ key: 'v1', name: 'contoso-prod', group: 'ada, subscription Production' }],
    isLoading: false,
    isPartial: false,
    problems: [],
  },
  authorities: [{ id: 'letsencrypt', name: "Let's Encrypt", meaning: 'Free.', isStaging: false }],
  keyTypes: [{ id: 'rsa-2048', name: 'RSA 2048' }],
  initial: ENTRIES,
};

export const RENEWAL: FormState = {
  ...STATE,
  subject: {
    mode: 'renew',
    ref: { directory: 'a/t', vaultId: '/x', vault: 'contoso-prod', name: 'www-example-com' },
  },
  current: { key: 'RSA-HSM 2048', notAfter: '2026-12-24T08:00:00.000Z', entries: ENTRIES },
};

export const NOTHING_FOUND: FormFindings = {
  name: undefined,
  authority: undefined,
  zoneOf: () => undefined,
};
