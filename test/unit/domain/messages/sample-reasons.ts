/**
 * One reason of every kind, with what is said of it in English. The types make the tables complete:
 * a new kind does not compile without its sample.
 */
import type {
  CaWait,
  ChainFileProblem,
  ChainProblem,
  Difference,
  DnsNameProblem,
  NotRenewableReason,
  SignInAttempt,
  TagProblem,
  Trace,
} from '../../../../src/domain/error-reasons.ts';
import type { Note, StepDetail } from '../../../../src/domain/issuance-news.ts';

export type Samples<T extends { readonly kind: string }> = {
  readonly [K in T['kind']]: readonly [Extract<T, { readonly kind: K }>, string];
};

export const CHAIN_FILE_PROBLEMS: Samples<ChainFileProblem> = {
  empty: [{ kind: 'empty' }, 'it is empty'],
  'too-large': [{ kind: 'too-large', limit: 1048576 }, 'it has more than 1048576 bytes'],
  none: [{ kind: 'none' }, 'there is no certificate in it (PEM, DER and PKCS#7 are understood)'],
  'too-many': [
    { kind: 'too-many', count: 140 },
    'there are 140 certificates in it, which is no chain',
  ],
  damaged: [{ kind: 'damaged', at: 2 }, 'block 2 in it cannot be read'],
  'private-key': [
    { kind: 'private-key' },
    'there is a private key in it, while the key of the operation is in the vault',
  ],
  'other-key': [
    { kind: 'other-key', subjects: ['CN=a.example', 'CN=b.example'] },
    'CN=a.example and CN=b.example are for other keys',
  ],
};

export const NAME_PROBLEMS: Samples<DnsNameProblem> = {
  empty: [{ kind: 'empty' }, 'it is empty'],
  'too-long': [{ kind: 'too-long', limit: 253 }, 'it has more than 253 characters'],
  underscore: [{ kind: 'underscore' }, 'a certificate cannot hold a name with an underscore'],
  'address-or-port': [{ kind: 'address-or-port' }, 'it is an address or holds a port, not a name'],
  character: [{ kind: 'character', character: '\\' }, 'it contains "\\\\"'],
  'inner-wildcard': [
    { kind: 'inner-wildcard' },
    'a wildcard is only allowed as the whole first label',
  ],
  'numeric-end': [{ kind: 'numeric-end' }, 'its last label is a number, as in an IP address'],
  'one-label': [{ kind: 'one-label' }, 'it has no domain: at least two labels are needed'],
  'empty-label': [{ kind: 'empty-label' }, 'it has an empty label'],
  'long-label': [{ kind: 'long-label', limit: 63 }, 'a label has more than 63 characters'],
  'label-characters': [
    { kind: 'label-characters', label: '-a' },
    '"-a" must consist of letters, digits and inner hyphens',
  ],
  'reserved-label': [
    { kind: 'reserved-label', label: 'ab--c' },
    '"ab--c" has hyphens as its third and fourth character',
  ],
  'no-host-name': [{ kind: 'no-host-name' }, 'it is not a valid host name'],
  covered: [
    { kind: 'covered', wildcard: '*.a.example' },
    '*.a.example in the same certificate covers it already',
  ],
};

export const NOT_RENEWABLE: Samples<NotRenewableReason> = {
  'no-dns-name': [{ kind: 'no-dns-name' }, 'it holds no DNS name'],
  'no-policy': [{ kind: 'no-policy' }, 'Key Vault tells no policy of it'],
  'issued-by-vault': [
    { kind: 'issued-by-vault', issuer: 'DigiCert' },
    'its issuer in Key Vault, DigiCert, makes the same certificate once more, and nothing else',
  ],
  'no-ca-tag': [
    { kind: 'no-ca-tag', tag: 'kvcert-ca' },
    'no tag kvcert-ca says which CA has issued it',
  ],
  'other-tool': [{ kind: 'other-tool', tool: 'Acmebot' }, 'Acmebot renews it'],
  'ca-never-used': [
    { kind: 'ca-never-used', directoryUrl: 'https://ca.example/directory' },
    'its tag names a CA that was never used here, https://ca.example/directory',
  ],
  'unknown-ca': [
    { kind: 'unknown-ca', tag: 'kvcert-ca', ca: 'nocert' },
    'its tag kvcert-ca names "nocert", which is no CA that is known here',
  ],
};

export const DIFFERENCES: Samples<Difference> = {
  'no-csr': [{ kind: 'no-csr' }, 'it has no CSR'],
  'no-certificate': [{ kind: 'no-certificate' }, 'it holds no certificate'],
  'names-missing': [{ kind: 'names-missing', names: ['a.example'] }, 'a.example is missing'],
  'names-unasked': [
    { kind: 'names-unasked', names: ['a.example', 'b.example', 'c.example'] },
    'a.example, b.example and c.example were not asked for',
  ],
  'other-key': [
    { kind: 'other-key', found: 'RSA 4096', asked: 'EC P-256' },
    'the key is RSA 4096 instead of EC P-256',
  ],
  'not-as-issued': [{ kind: 'not-as-issued' }, 'it is not the certificate that the CA has issued'],
  disabled: [{ kind: 'disabled' }, 'it is disabled'],
};

export const CHAIN_PROBLEMS: Samples<ChainProblem> = {
  empty: [{ kind: 'empty' }, 'there is no certificate in the answer'],
  'ca-first': [
    { kind: 'ca-first', subject: 'CN=Root' },
    'the first certificate (CN=Root) is that of a CA',
  ],
  'other-issuer': [
    { kind: 'other-issuer', at: 1, issuer: 'CN=Intermediate', follower: 'CN=Root' },
    'certificate 1 of the chain was issued by CN=Intermediate, but CN=Root follows',
  ],
  'bad-signature': [
    { kind: 'bad-signature', at: 2, follower: 'CN=Root' },
    'certificate 2 of the chain was not signed with the key of CN=Root, which follows',
  ],
  'other-key': [
    { kind: 'other-key' },
    'it is for another key than this one, as if two issuances had shared the order',
  ],
  'names-missing': [
    { kind: 'names-missing', names: ['a.example', 'b.example'] },
    'it is not for a.example and b.example',
  ],
};

export const SIGN_IN_ATTEMPTS: Samples<SignInAttempt> = {
  'variables-missing': [
    { kind: 'variables-missing', variables: [['A_TENANT'], ['A_SECRET', 'A_FILE']] },
    'env (not set: A_TENANT, A_SECRET or A_FILE)',
  ],
  'cli-missing': [{ kind: 'cli-missing' }, 'azure-cli (az is not installed)'],
  'cli-signed-out': [{ kind: 'cli-signed-out' }, 'azure-cli (az is not logged in)'],
  'editor-signed-out': [
    { kind: 'editor-signed-out' },
    'vscode (the Azure Resources extension has no account)',
  ],
  'editor-has-to-ask': [
    { kind: 'editor-has-to-ask' },
    'vscode (the Azure Resources extension has to sign in again)',
  ],
};

/** With what a leftover of each kind is called when the reason is `No.` */
export const TRACES: Samples<Trace> = {
  'txt-values': [
    { kind: 'txt-values', record: '_acme-challenge.a.example' },
    'TXT values at _acme-challenge.a.example (No.)',
  ],
  claim: [
    { kind: 'claim', tag: 'kvcert-owner', version: '0123' },
    'the tag kvcert-owner of version 0123 (No.)',
  ],
  'pending-operation': [
    { kind: 'pending-operation', vault: 'contoso', name: 'www' },
    'the pending operation of www in contoso (No.)',
  ],
  'journal-entry': [{ kind: 'journal-entry' }, 'its entry in the journal (No.)'],
};

/** With the end of the sentence that says what was waited for. */
export const CA_WAITS: Samples<CaWait> = {
  order: [{ kind: 'order' }, 'the order'],
  validation: [{ kind: 'validation', name: 'a.example' }, 'the validation of a.example'],
};

export const TAG_PROBLEMS: Readonly<Record<TagProblem, string>> = {
  'no-name': 'A tag needs a name.',
  'name-too-long': 'The name of the tag "team" is too long: Key Vault allows 256 characters.',
  'value-too-long': 'The value of the tag "team" is too long: Key Vault allows 256 characters.',
  'control-character': 'The tag "team" holds a line break or another control character.',
  reserved: 'The tag "team" is written by this product itself and cannot be set.',
  repeated: 'The tag "team" is given twice.',
};

export const STEP_DETAILS: Samples<StepDetail> = {
  'name-servers': [{ kind: 'name-servers', have: 1, of: 2 }, '1 of 2 name servers'],
  answers: [{ kind: 'answers', have: 3, of: 8, records: 2 }, '3 of 8 answers for 2 records'],
  'fixed-wait': [
    { kind: 'fixed-wait', seconds: 90 },
    'no name server can be asked, waiting for 90 s',
  ],
  'first-look': [
    { kind: 'first-look', seconds: 10 },
    'first look in 10 s, as a recursive server remembers what it does not find',
  ],
  'full-record-set': [
    { kind: 'full-record-set', present: 19, limit: 20 },
    'waits for room in the record set: 19 of 20 values',
  ],
  remembered: [
    { kind: 'remembered', seconds: 30 },
    'waiting for 30 s, as the CA may remember the last values',
  ],
  rehearsing: [{ kind: 'rehearsing', step: 'order' }, 'Order the certificate'],
  rehearsed: [
    { kind: 'rehearsed', ca: "Let's Encrypt (staging)" },
    "Let's Encrypt (staging) has issued",
  ],
  validated: [{ kind: 'validated', valid: 0, of: 3 }, '0 of 3 names'],
};

export const NOTES: Samples<Note> = {
  'delegation-unknown': [
    { kind: 'delegation-unknown', zone: 'example.com' },
    'No name server could be asked whether the zone example.com is delegated.',
  ],
  'zone-on-word': [
    { kind: 'zone-on-word', zone: 'example.com' },
    'The account may not read the zone example.com, which was given by hand: that it is the one that is delegated shows when the proof is seen.',
  ],
  adopted: [
    { kind: 'adopted', tool: 'Acmebot' },
    'It is taken over from Acmebot, whose tag stays on it: take it off the list there, or both will renew it.',
  ],
  'taken-up': [
    { kind: 'taken-up', id: '0123', step: 'merge' },
    'Operation 0123 was interrupted at "Merge the chain in the vault": it is taken up.',
  ],
  'other-undone': [
    { kind: 'other-undone', id: '0123' },
    'Operation 0123 was for something else and interrupted: it is undone.',
  ],
  'rehearsal-undone': [
    { kind: 'rehearsal-undone', id: '0123' },
    'The rehearsal 0123 was interrupted: it is undone.',
  ],
  'rehearsal-failed': [
    { kind: 'rehearsal-failed', ca: "Let's Encrypt" },
    "That was the rehearsal: Let's Encrypt was not asked, and the vault is as it was.",
  ],
  'too-late-to-cancel': [
    { kind: 'too-late-to-cancel' },
    'The CA has been told to issue already: this will be completed.',
  ],
  'left-to-complete': [
    { kind: 'left-to-complete' },
    'The CA has been told to issue: what is missing can be completed later.',
  ],
  'policy-of-older': [
    {
      kind: 'policy-of-older',
      error: { code: 'HostTimeout', facts: { host: 'contoso.vault.azure.net', seconds: 30 } },
    },
    'The policy is that of the older version now, and the next renewal goes by it: restoring it failed. contoso.vault.azure.net did not answer within 30 seconds.',
  ],
  'vault-takes-time': [
    { kind: 'vault-takes-time', vault: 'contoso-prod', name: 'www' },
    'The vault contoso-prod has taken that on for "www", and needs some seconds.',
  ],
  'perhaps-just-deleted': [
    { kind: 'perhaps-just-deleted', vault: 'contoso-prod', name: 'www' },
    '"www" is neither in the vault contoso-prod nor among what was deleted there. It may have been deleted a moment ago: looking again for some seconds.',
  ],
  failure: [
    {
      kind: 'failure',
      error: { code: 'OperationNotFound', facts: { id: '0123' } },
    },
    'There is no unfinished operation 0123.',
  ],
};

/** The samples of a table, and what is said of each. */
export function samplesOf<T extends { readonly kind: string }>(
  table: Samples<T>,
): readonly (readonly [T, string])[] {
  return Object.values<readonly [T, string]>(table);
}
