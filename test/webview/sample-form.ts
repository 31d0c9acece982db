/** A state of the form as the host would push it, and answers to what the form asks. */
import type { GridTable } from '../../src/domain/messages/propagation-grid.ts';
import type { FormCalls } from '../../src/webview/form/form-protocol.ts';
import type {
  CheckRow,
  CurrentVersion,
  FormEntries,
  FormState,
} from '../../src/webview/form/state-protocol.ts';
import type { HostMessage, PageMessage, Problem } from '../../src/webview/protocol.ts';
import { USUAL_POLICY_FIELDS } from '../../src/domain/policy-fields.ts';

export const EMPTY_ENTRIES: FormEntries = {
  vault: '',
  name: '',
  dnsNames: [],
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

export const CREATION: FormState = {
  subject: { mode: 'create' },
  vaults: {
    choices: [
      { key: 'a|prod', name: 'contoso-prod', group: 'ada@contoso.com — Production' },
      { key: 'a|web', name: 'contoso-web', group: 'ada@contoso.com — Production' },
      { key: 'a|test', name: 'contoso-test', group: 'ada@contoso.com — Testing' },
    ],
    isLoading: false,
    isPartial: true,
    problems: [],
  },
  authorities: [
    {
      id: 'letsencrypt',
      name: "Let's Encrypt",
      meaning: 'Free and publicly trusted. Certificates are valid for at most 90 days.',
      isStaging: false,
      rehearsedAt: "Let's Encrypt (staging)",
    },
    {
      id: 'letsencrypt-staging',
      name: "Let's Encrypt (staging)",
      meaning: 'For trials: generous limits, but no browser trusts its certificates.',
      isStaging: true,
    },
  ],
  keyTypes: [
    { id: 'rsa-2048', name: 'RSA 2048' },
    { id: 'rsa-4096', name: 'RSA 4096' },
    { id: 'ec-p256', name: 'EC P-256' },
    { id: 'rsa-2048-hsm', name: 'RSA-HSM 2048' },
    { id: 'ec-p256-hsm', name: 'EC-HSM P-256' },
  ],
  initial: EMPTY_ENTRIES,
};

const PRESENT: FormEntries = {
  ...EMPTY_ENTRIES,
  vault: 'a|prod',
  name: 'www-contoso-com',
  dnsNames: ['www.contoso.com', 'contoso.com'],
  keyType: 'rsa-2048',
  tags: [],
};

const CURRENT: CurrentVersion = {
  notAfter: '2026-12-24T08:00:00.000Z',
  key: 'RSA 2048',
  entries: PRESENT,
};

export const RENEWAL: FormState = {
  ...CREATION,
  subject: {
    mode: 'renew',
    ref: { directory: 'a/t', vaultId: '/v/prod', vault: 'contoso-prod', name: 'www-contoso-com' },
  },
  initial: PRESENT,
  current: CURRENT,
};

export const TERMS = 'https://letsencrypt.org/documents/LE-SA-v1.6.pdf';

type Answers = {
  readonly [K in keyof FormCalls]: (ask: FormCalls[K]['ask']) => FormCalls[K]['answer'];
};

/** A world in which contoso.com has a zone and `taken` is taken. */
export const WORLD: Answers = {
  allVaults: () => null,
  findZone: ({ dnsName }) =>
    dnsName.endsWith('contoso.com')
      ? { zone: 'contoso.com', resourceGroup: 'dns', isConfirmed: true }
      : {
          problem: problem(`No DNS zone for ${dnsName} is visible among 3 zones.`, [
            {
              text: 'Choose the subscription that holds the zone.',
              button: { label: 'Choose Subscriptions', token: '7' },
            },
          ]),
        },
  checkName: ({ name }) =>
    name === 'taken'
      ? {
          isFree: false,
          problem: problem('The vault contoso-prod already has a certificate "taken".', [
            { text: 'Renew it instead.', button: { label: 'Renew…', token: '8' } },
          ]),
        }
      : { isFree: true },
  describeAuthority: () => ({
    terms: TERMS,
    isAgreed: false,
    profiles: { classic: 'The profile of 2024', shortlived: 'Valid for 160 hours' },
  }),
  findIssuers: () => ({ issuers: [{ name: 'contoso-digicert', provider: 'DigiCert' }] }),
  copyCsr: () => null,
  saveCsr: () => null,
  dealWithPending: () => null,
  submit: () => ({ accepted: true }),
  check: () => ({ accepted: true }),
  stopChecks: () => null,
  copyCommand: () => ({ accepted: true }),
  reconsider: () => null,
  cancelOperation: () => null,
  showOperations: () => null,
  showCertificate: () => null,
  close: () => null,
  repair: () => null,
};

/** Every verdict, one of them with a command to copy. */
export const CHECKED = [
  { title: 'Name in the vault', verdict: 'ok', word: 'ok', found: problem('The name is free.') },
  {
    title: 'Rights on the zones',
    verdict: 'blocking',
    word: 'blocking',
    found: problem('No role shows that the account may write TXT records in contoso.com.', [
      {
        text: 'Grant the role DNS Zone Contributor.',
        command: `az role assignment create --role 'DNS Zone Contributor' --scope ${'/x'.repeat(60)}`,
        button: { label: 'Copy Command', token: '9' },
      },
    ]),
  },
  {
    title: 'Limits of the CA',
    verdict: 'warning',
    word: 'warning',
    found: problem('5 certificates for exactly these names were issued.'),
  },
  {
    title: 'CAA records',
    verdict: 'unknown',
    word: 'unknown',
    found: problem('It cannot be told here.'),
  },
] as const satisfies readonly CheckRow[];

export function problem(message: string, remedies: Problem['remedies'] = []): Problem {
  return { message, remedies, cancelled: false };
}

/** A host that says `state` first and answers every call out of `world`. */
export function hostOf(
  state: FormState,
  world: Answers = WORLD,
): (message: PageMessage, send: (answer: HostMessage) => Promise<void>) => void {
  return (message, send) => {
    if (message.type === 'ready') void send({ type: 'start', bundle: {}, state });
    if (message.type !== 'call') return;
    const answers: Readonly<Record<string, (ask: never) => unknown>> = world;
    const value = answers[message.name]?.(message.ask as never);
    void send({ type: 'answer', id: message.id, value });
  };
}

/** Two servers, two names, every kind of sight that a waiting person meets. */
export const GRID: GridTable = {
  names: ['www.contoso.com', 'contoso.com'],
  rows: [
    {
      server: 'ns1.example',
      cells: [
        { sight: 'has', word: 'there' },
        { sight: 'missing', word: 'not yet there' },
      ],
    },
    {
      server: 'ns2.example',
      cells: [
        { sight: 'unreachable', word: 'no answer' },
        { sight: 'has', word: 'there' },
      ],
    },
  ],
  more: 'Not shown: further name servers (1), further names (0).',
};
