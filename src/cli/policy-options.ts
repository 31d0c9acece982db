/** The options that say what the policy of a certificate is to be like, and `--policy`. */
import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import { CONTENT_TYPES } from '../domain/certificate-form.ts';
import { KEY_USAGES, type LifetimeAction, type PolicyKey } from '../domain/certificate-policy.ts';
import { CertError } from '../domain/errors.ts';
import { ekuOf } from '../domain/extended-key-usages.ts';
import { parseTrigger, type LifetimeTrigger } from '../domain/lifetime-trigger.ts';
import { BY_HAND, SELF, type PolicyChange } from '../domain/policy-change.ts';
import { readPolicyDocument } from '../domain/policy-json.ts';
import { asciiDnsName } from '../domain/subject-alternative-names.ts';
import { parseVaultKeyType } from '../domain/vault-key-type.ts';
import { repeated } from './common-options.ts';

export interface PolicyOptions {
  readonly issuer?: string;
  readonly policy?: string;
  readonly subject?: string;
  readonly dns?: readonly string[];
  readonly email?: readonly string[];
  readonly upn?: readonly string[];
  readonly ip?: readonly string[];
  readonly uri?: readonly string[];
  readonly eku?: readonly string[];
  readonly keyUsage?: readonly string[];
  readonly months?: number;
  readonly key?: string;
  readonly pem?: true;
  readonly pkcs12?: true;
  readonly export?: boolean;
  readonly reuseKey?: boolean;
  readonly autoRenew?: LifetimeTrigger;
  readonly notify?: LifetimeTrigger;
  readonly cty?: string;
  readonly transparency?: boolean;
}

/** A policy is some hundred lines at most. */
const LARGEST_POLICY = 256 * 1024;

/** Those that have nothing to do with ACME. */
export function withPolicyOptions(command: Command, heading: string): Command {
  const options = [
    new Option(
      '--issuer <issuer>',
      'who issues in place of a CA of ACME: self, the name of an issuer that the vault knows, or manual for a CSR that you take to a CA',
    ),
    new Option('--policy <file>', "the policy as the service's JSON, - for stdin"),
    new Option('--subject <name>', 'an X.500 name such as \'CN=example.com, O="Example, Inc."\''),
    list('--email <address>', 'an e-mail address as a name; may be repeated'),
    list('--upn <name>', 'a user principal name; may be repeated'),
    list('--ip <address>', 'an IP address as a name; may be repeated'),
    list('--uri <uri>', 'a URI as a name; may be repeated'),
    new Option(
      '--eku <usage>',
      'an extended key usage, serverAuth, clientAuth, codeSigning … or an OID; may be repeated',
    ).argParser(addedEku),
    new Option('--key-usage <usage>', `${KEY_USAGES.join(', ')}; may be repeated`).argParser(
      addedUsage,
    ),
    new Option('--months <number>', 'how long it is valid').argParser(months),
    new Option(
      '--auto-renew <when>',
      'have Key Vault renew it, at 80% of its life or 30d before its end',
    ).argParser((text) => trigger('--auto-renew', text)),
    new Option(
      '--notify <when>',
      "have Key Vault mail the vault's contacts, at 80% of its life or 30d before its end",
    ).argParser((text) => trigger('--notify', text)),
    new Option('--cty <type>', "which of a named issuer's products, e.g. OV-SSL"),
    new Option('--transparency', 'have a named issuer publish it in the logs'),
    new Option('--no-transparency', 'have it not published'),
  ];
  for (const option of options) command.addOption(option.helpGroup(heading));
  return command;
}

function list(flags: string, description: string): Option {
  return new Option(flags, description).argParser(repeated);
}

/** The options of `withPolicyOptions` by the names that commander gives them. */
export const POLICY_OPTIONS = [
  ...(['issuer', 'policy', 'subject', 'email', 'upn', 'ip', 'uri', 'eku', 'keyUsage'] as const),
  ...(['months', 'autoRenew', 'notify', 'cty', 'transparency'] as const),
] satisfies readonly (keyof PolicyOptions)[];

/**
 * What the file says, and the options over it.
 * @throws CertError InvalidPolicy, InvalidOption, InvalidKeyType
 */
export async function policyChangeBy(options: PolicyOptions): Promise<PolicyChange> {
  const document: PolicyChange =
    options.policy === undefined ? {} : readPolicyDocument(await readPolicy(options.policy));
  const key = { ...document.key, ...keyBy(options) };
  return { ...document, ...changeBy(options), key };
}

function changeBy(options: PolicyOptions): PolicyChange {
  const { issuer, subject, dns, email, upn, ip, uri, eku, keyUsage } = options;
  const { months: validityMonths, cty, transparency, autoRenew, notify } = options;
  const actions: readonly LifetimeAction[] = [
    ...(autoRenew ? [{ action: 'AutoRenew', ...autoRenew }] : []),
    ...(notify ? [{ action: 'EmailContacts', ...notify }] : []),
  ];
  return {
    ...(issuer === undefined ? {} : { issuer: issuerOf(issuer) }),
    ...(subject === undefined ? {} : { subject }),
    ...(dns && { dnsNames: dns.map(asciiDnsName) }),
    ...(email && { emails: email }),
    ...(upn && { upns: upn }),
    ...(ip && { ipAddresses: ip }),
    ...(uri && { uris: uri }),
    ...(eku && { ekus: eku }),
    ...(keyUsage && { keyUsages: keyUsage }),
    ...(validityMonths === undefined ? {} : { validityMonths }),
    ...(cty === undefined ? {} : { certificateType: cty }),
    ...(transparency === undefined ? {} : { certificateTransparency: transparency }),
    ...(options.pem && { contentType: CONTENT_TYPES.pem }),
    ...(options.pkcs12 && { contentType: CONTENT_TYPES.pkcs12 }),
    ...(actions.length > 0 && { lifetimeActions: actions }),
  };
}

function keyBy({ key, export: exportable, reuseKey: reuse }: PolicyOptions): Partial<PolicyKey> {
  return {
    ...(key === undefined ? {} : parseVaultKeyType(key)),
    ...(exportable === undefined ? {} : { exportable }),
    ...(reuse === undefined ? {} : { reuse }),
  };
}

function issuerOf(text: string): string {
  const word = text.toLowerCase();
  if (word === 'manual') return BY_HAND;
  return word === 'self' ? SELF : text;
}

async function readPolicy(file: string): Promise<string> {
  const expected = 'a file that can be read, or -';
  try {
    const text = file === '-' ? await textOf(process.stdin) : await readFile(file, 'utf8');
    if (text.length <= LARGEST_POLICY) return text;
  } catch (error) {
    throw new CertError(
      'InvalidOption',
      { option: '--policy', value: file, expected },
      { cause: error },
    );
  }
  throw new CertError('InvalidOption', {
    ...{ option: '--policy', value: file, expected: 'a policy, which is not that large' },
  });
}

function months(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  const expected = 'a number of months';
  throw new CertError('InvalidOption', { option: '--months', value: text, expected });
}

function trigger(option: string, text: string): LifetimeTrigger {
  const found = parseTrigger(text);
  if (found) return found;
  const expected = 'a share of its life such as 80%, or days before its end such as 30d';
  throw new CertError('InvalidOption', { option, value: text, expected });
}

function addedEku(text: string, before: readonly string[] | undefined): readonly string[] {
  return repeated(ekuOf(text), before);
}

function addedUsage(text: string, before: readonly string[] | undefined): readonly string[] {
  const usage = KEY_USAGES.find((one) => one.toLowerCase() === text.toLowerCase());
  return repeated(usage ?? text, before);
}
