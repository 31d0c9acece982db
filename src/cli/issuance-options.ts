/** The options of the commands that issue: what a certificate is to be like. */
import { type Command, Option } from 'commander';
import { requireExportable } from '../domain/acme-policy.ts';
import {
  rehearsalCaOf,
  requireAcceptedKey,
  requireAcceptedNameCount,
  resolveCa,
} from '../domain/certificate-authorities.ts';
import { CONTENT_TYPES } from '../domain/certificate-form.ts';
import { parseTag } from '../domain/cli-command.ts';
import { parseDnsNames } from '../domain/dns-name.ts';
import { CertError } from '../domain/errors.ts';
import type { IssuanceCa } from '../domain/issuance.ts';
import type { IssuanceWish } from '../domain/issuance-wish.ts';
import { KEY_ALGORITHMS, parseKeyType } from '../domain/key-type.ts';
import { parseTags, type Tag } from '../domain/owner-tags.ts';
import { isChainName, isValidDays } from '../domain/renewal-tag.ts';
import { caOption, repeated, zoneOption, type CommonOptions } from './common-options.ts';

export interface IssuanceOptions extends CommonOptions {
  readonly dns?: readonly string[];
  readonly ca?: string;
  readonly account?: string;
  readonly profile?: string;
  readonly validDays?: number;
  readonly preferredChain?: string;
  readonly key?: string;
  readonly pem?: true;
  readonly pkcs12?: true;
  readonly export?: boolean;
  readonly reuseKey?: boolean;
  readonly tag?: readonly Tag[];
  readonly forceStaging?: true;
  readonly rehearse?: true;
  readonly rehearseAt?: string;
}

/** @param defaults - what each option stands for where it is not given, in words */
export function withIssuanceOptions(
  command: Command,
  defaults: {
    readonly names: string;
    readonly key: string;
    readonly ca?: string;
    /** Kinds of key besides those that the CAs of ACME sign, in words. */
    readonly moreKeys?: string;
  },
): Command {
  const ca = caOption();
  return command
    .option(
      '--dns <name>',
      `a DNS name, *.example.com for a wildcard; may be repeated${defaults.names}`,
      repeated,
    )
    .addOption(defaults.ca === undefined ? ca : ca.default(defaults.ca))
    .option(
      '--account <url>',
      'the account that orders it, by its URL as kvcert account list shows it (default: the one that has ordered what is renewed, else the one that was made last)',
      accountUrl,
    )
    .option(
      '--profile <name>',
      "one of the CA's profiles, e.g. classic, tlsserver, shortlived; '' for its default",
    )
    .option(
      '--valid-days <days>',
      'ask the CA for so many days of validity, where it lets itself be asked; 0 for its default',
      validDays,
    )
    .option(
      '--preferred-chain <name>',
      "take the chain whose topmost issuer has this common name, where the CA offers several; '' for its default",
      chainName,
    )
    .option(
      '--key <type>',
      `${KEY_ALGORITHMS.join(', ')}, and each of them with -hsm: made in the HSM of a vault of the premium tier, never exportable${defaults.moreKeys ?? ''} (default: ${defaults.key})`,
    )
    .addOption(new Option('--pem', 'the secret holds PEM').conflicts('pkcs12'))
    .option('--pkcs12', 'the secret holds PKCS#12 (default for new certificates)')
    .option(
      '--export',
      'the secret holds the private key (default for new certificates, except in an HSM)',
    )
    .option('--no-export', 'the private key cannot be read from the secret')
    .option('--reuse-key', 'renewals keep the key')
    .option('--no-reuse-key', 'every renewal makes a new key (default for new certificates)')
    .option(
      '--tag <name=value>',
      'a tag of the certificate, added to those it has; may be repeated',
      tagsOf('--tag'),
    )
    .option(
      '--force-staging',
      'let a staging CA issue onto a name that holds a trusted certificate',
    )
    .option(
      '--rehearse',
      'first have the staging CA issue for the same names, with a throwaway key; the vault is not touched until that went well',
    )
    .option('--rehearse-at <ca>', 'the same, at this CA')
    .addOption(zoneOption());
}

/**
 * What the options ask for; what they do not say is left out.
 * @throws CertError: what can be known to be wrong without asking anybody
 */
export function wishedBy(options: IssuanceOptions): Omit<IssuanceWish, 'kind' | 'target'> {
  const { profile, reuseKey } = options;
  const dnsNames = options.dns && parseDnsNames(options.dns).map(({ ascii }) => ascii);
  const ca = options.ca === undefined ? undefined : resolveCa(options.ca);
  const keyType = options.key === undefined ? undefined : parseKeyType(options.key);
  const tags = options.tag && parseTags(options.tag);
  if (keyType) requireExportable(options.export, keyType);
  if (ca && keyType) requireAcceptedKey(ca, keyType);
  if (ca && dnsNames) requireAcceptedNameCount(ca, dnsNames.length, profile);
  return {
    ...(dnsNames ? { dnsNames } : {}),
    ...(ca ? { ca } : {}),
    ...(options.account === undefined ? {} : { account: options.account }),
    ...(profile === undefined ? {} : { profile }),
    ...(options.validDays === undefined ? {} : { validDays: options.validDays }),
    ...(options.preferredChain === undefined ? {} : { preferredChain: options.preferredChain }),
    ...(keyType ? { keyType } : {}),
    ...(options.pem ? { contentType: CONTENT_TYPES.pem } : {}),
    ...(options.pkcs12 ? { contentType: CONTENT_TYPES.pkcs12 } : {}),
    ...(options.export === undefined ? {} : { exportable: options.export }),
    ...(reuseKey === undefined ? {} : { reuseKey }),
    ...(tags ? { tags } : {}),
    ...(options.forceStaging ? { forceStaging: true } : {}),
    ...rehearsalBy(options, ca),
  };
}

/** @throws CertError NoRehearsal */
function rehearsalBy(
  { rehearse, rehearseAt }: IssuanceOptions,
  ca: IssuanceCa | undefined,
): Pick<IssuanceWish, 'rehearse' | 'rehearsalCa'> {
  if (rehearseAt !== undefined) return { rehearse: true, rehearsalCa: resolveCa(rehearseAt) };
  if (!rehearse) return {};
  if (ca) rehearsalCaOf(ca);
  return { rehearse: true };
}

function accountUrl(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === 'https:') return text;
  const expected = 'the https URL of an account';
  throw new CertError('InvalidOption', { option: '--account', value: text, expected });
}

function validDays(text: string): number {
  const days = /^\d+$/.test(text) ? Number(text) : NaN;
  if (days === 0 || isValidDays(days)) return days;
  const expected = 'a whole number of days, 1 to 398, or 0';
  throw new CertError('InvalidOption', { option: '--valid-days', value: text, expected });
}

function chainName(text: string): string {
  if (text === '' || isChainName(text)) return text;
  const expected = 'a common name of at most 64 characters';
  throw new CertError('InvalidOption', { option: '--preferred-chain', value: text, expected });
}

/** The parser of an option that may be repeated: `NAME=VALUE`. */
export function tagsOf(
  option: string,
): (text: string, before: readonly Tag[] | undefined) => readonly Tag[] {
  return (text, before) => {
    const tag = parseTag(text);
    if (tag) return [...(before ?? []), tag];
    const expected = 'NAME=VALUE, with \\= for an = in the name';
    throw new CertError('InvalidOption', { option, value: text, expected });
  };
}
