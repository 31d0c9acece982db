/** The command line that carries out a wish, to be copied into a shell or a pipeline. */
import { DEFAULT_CONTENT_TYPE } from './acme-policy.ts';
import type { IssuanceWish } from './issuance-wish.ts';
import { DEFAULT_KEY_TYPE, isHsmType, isInHsm, keyTypeOf } from './key-type.ts';
import { formatTrigger } from './lifetime-trigger.ts';
import type { Tag } from './owner-tags.ts';
import { changedPolicy, defaultPolicy, issuerKind } from './policy-change.ts';
import type { VaultWish } from './vault-wish.ts';

/** PowerShell: 7.3 or newer, which hands quotes inside of arguments on as they are. */
export type ShellKind = 'posix' | 'powershell';

/**
 * Whoever runs it gets what the wish asks for. What a creation asks for that is the default anyway
 * is not said. Every argument is quoted: what comes from outside stays one argument.
 * @param more - arguments that the surroundings need, e.g. `--cloud` and its value
 */
export function cliCommand(
  wish: IssuanceWish | VaultWish,
  shell: ShellKind = 'posix',
  more: readonly string[] = [],
): string {
  const said = 'change' in wish ? vaultArguments(wish) : argumentsOf(wish);
  return ['kvcert', ...said, ...more].map(QUOTES[shell]).join(' ');
}

/** A tag as the option `--tag` takes it: the first `=` that has no backslash ends the name. */
export function formatTag({ name, value }: Tag): string {
  return `${name.replace(/[\\=]/g, '\\$&')}=${value}`;
}

/** undefined: there is no `=`. A backslash before anything else is one. */
export function parseTag(text: string): Tag | undefined {
  const [, name, value] = /^((?:\\[\\=]|\\(?![\\=])|[^\\=])*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) return undefined;
  return { name: name.replace(/\\([\\=])/g, '$1'), value };
}

function argumentsOf(wish: IssuanceWish): readonly string[] {
  const { kind, target, dnsNames = [], ca, profile, newVersion, tags = {} } = wish;
  return [
    kind,
    `${target.vault}/${target.name}`,
    ...dnsNames.flatMap((name) => ['--dns', name]),
    ...(ca ? ['--ca', ca.id] : []),
    ...(wish.account === undefined ? [] : ['--account', wish.account]),
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(wish.validDays === undefined ? [] : ['--valid-days', String(wish.validDays)]),
    ...(wish.preferredChain === undefined ? [] : ['--preferred-chain', wish.preferredChain]),
    ...policyArguments(wish),
    ...Object.entries(tags).flatMap(([name, value]) => ['--tag', formatTag({ name, value })]),
    ...(newVersion === true ? ['--new-version'] : []),
    ...(wish.adopt === true && kind === 'renew' ? ['--adopt'] : []),
    ...(wish.forceStaging === true ? ['--force-staging'] : []),
    ...(wish.rehearse === true && !wish.rehearsalCa ? ['--rehearse'] : []),
    ...(wish.rehearse === true && wish.rehearsalCa ? ['--rehearse-at', wish.rehearsalCa.id] : []),
    ...(wish.agreedTerms === undefined ? [] : ['--agree-terms']),
  ];
}

/** Without what Key Vault takes by default. */
function vaultArguments({ target, change, tags = {}, disabled }: VaultWish): readonly string[] {
  const { issuer = '' } = change;
  const usual = defaultPolicy(issuer);
  const policy = changedPolicy(usual, change);
  const { key, dnsNames, otherNames, validityMonths: months } = policy;
  const { certificateType: cty, certificateTransparency: isPublished } = policy;
  const kind = issuerKind(issuer);
  const keyType = keyTypeOf(key);
  const differs = <T>(now: T, before: T): boolean => JSON.stringify(now) !== JSON.stringify(before);
  const each = (option: string, values: readonly string[] = []): readonly string[] =>
    values.flatMap((value) => [option, value]);
  const actions = differs(policy.lifetimeActions, usual.lifetimeActions)
    ? (policy.lifetimeActions ?? [])
    : [];
  return [
    ...['create', `${target.vault}/${target.name}`],
    ...['--issuer', kind === 'by-hand' ? 'manual' : kind === 'self' ? 'self' : issuer],
    ...(change.subject === undefined ? [] : ['--subject', change.subject]),
    ...each('--dns', dnsNames),
    ...each('--email', otherNames?.emails),
    ...each('--upn', otherNames?.upns),
    ...each('--ip', otherNames?.ipAddresses),
    ...each('--uri', otherNames?.uris),
    ...(keyType === DEFAULT_KEY_TYPE ? [] : ['--key', keyType]),
    ...(policy.contentType === DEFAULT_CONTENT_TYPE ? [] : ['--pem']),
    ...(key.exportable === !isInHsm(key) ? [] : ['--no-export']),
    ...(key.reuse ? ['--reuse-key'] : []),
    ...(differs(policy.ekus, usual.ekus) ? each('--eku', policy.ekus) : []),
    ...(differs(policy.keyUsages, usual.keyUsages) ? each('--key-usage', policy.keyUsages) : []),
    ...(months === undefined || months === usual.validityMonths
      ? []
      : ['--months', String(months)]),
    ...actions.flatMap((one) => [
      one.action === 'AutoRenew' ? '--auto-renew' : '--notify',
      formatTrigger(one),
    ]),
    ...(cty === undefined ? [] : ['--cty', cty]),
    ...(isPublished === undefined ? [] : [isPublished ? '--transparency' : '--no-transparency']),
    ...each(
      '--tag',
      Object.entries(tags).map(([name, value]) => formatTag({ name, value })),
    ),
    ...(disabled === true ? ['--disabled'] : []),
  ];
}

/** What a new version of something leaves out stays as it was: there nothing is the default. */
function policyArguments(wish: IssuanceWish): readonly string[] {
  const { keyType, contentType, exportable, reuseKey } = wish;
  const isNew = wish.kind === 'create' && wish.newVersion !== true;
  const say = <T>(wished: T | undefined, usual: T, option: (wished: T) => readonly string[]) =>
    wished === undefined || (isNew && wished === usual) ? [] : option(wished);
  return [
    ...say(keyType, DEFAULT_KEY_TYPE, (type) => ['--key', type]),
    ...say(contentType, DEFAULT_CONTENT_TYPE, (type) => [
      type === DEFAULT_CONTENT_TYPE ? '--pkcs12' : '--pem',
    ]),
    ...say(exportable, !isHsmType(keyType ?? ''), (yes) => [yes ? '--export' : '--no-export']),
    ...say(reuseKey, false, (yes) => [yes ? '--reuse-key' : '--no-reuse-key']),
  ];
}

const QUOTES: Readonly<Record<ShellKind, (argument: string) => string>> = {
  posix: (argument) => (PLAIN.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`),
  // PowerShell takes typographic quotes for plain ones, and parts `-a.b` and `-a:b` in two.
  powershell: (argument) =>
    PLAIN.test(argument) && !/^-.*[.:]/.test(argument)
      ? argument
      : `'${argument.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`,
};

/** Nothing in it means anything to a shell; `=` in front would to zsh, `@` to PowerShell. */
const PLAIN = /^[\w./:-]+$/;
