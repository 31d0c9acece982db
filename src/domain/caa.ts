/** Who may issue for a name: CAA records (RFC 8659) and their parameters for ACME (RFC 8657). */

export interface CaaRecord {
  readonly flags: number;
  readonly tag: string;
  readonly value: string;
}

/** What the DNS says about a name. */
export type CaaLookup =
  /** The relevant record set, never empty, stands at `owner`: the name or one above it. */
  | { readonly kind: 'found'; readonly owner: string; readonly records: readonly CaaRecord[] }
  /** No name up to the top has any: every CA may issue. */
  | { readonly kind: 'none' }
  /** There was no answer about `owner`; `failure` is its code. */
  | { readonly kind: 'unknown'; readonly owner: string; readonly failure: string };

export type CaaProperty = 'issue' | 'issuewild';

/** Why a CA may not issue. */
export type CaaRefusal =
  /** A property that is marked as critical and that nobody knows. */
  | { readonly kind: 'critical-tag'; readonly tag: string }
  | { readonly kind: 'nobody'; readonly property: CaaProperty }
  | {
      readonly kind: 'other-issuers';
      readonly property: CaaProperty;
      readonly issuers: readonly string[];
    }
  /** The CA, but for other accounts. */
  | {
      readonly kind: 'other-accounts';
      readonly property: CaaProperty;
      readonly accounts: readonly string[];
    }
  /** The CA, but by other ways of validation; there may be none. */
  | {
      readonly kind: 'other-methods';
      readonly property: CaaProperty;
      readonly methods: readonly string[];
    };

export type CaaVerdict =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'forbidden'; readonly reason: CaaRefusal }
  /** It depends on what is not known here: the CA's identities, or our account. */
  | { readonly kind: 'unknown' };

export interface CaaRequest {
  readonly wildcard: boolean;
  /** Names by which the CA recognises itself; empty where it does not tell them. */
  readonly caIdentities: readonly string[];
  /** Undefined before the account is registered. */
  readonly accountUrl: string | undefined;
  readonly method: 'dns-01';
}

const CRITICAL = 128;

/** Tags that IANA has registered. Those that are not for TLS restrict nothing here. */
const KNOWN_TAGS = new Set([
  ...['issue', 'issuewild', 'iodef', 'issuemail', 'issuevmc'],
  ...['contactemail', 'contactphone'],
]);

/** @param records - the relevant set; an empty one forbids nothing */
export function caaVerdict(records: readonly CaaRecord[], request: CaaRequest): CaaVerdict {
  const strange = records.find(({ flags, tag }) => isCritical(flags) && !isKnown(tag));
  if (strange) return forbidden({ kind: 'critical-tag', tag: strange.tag.toLowerCase() });
  const property = decidingProperty(records, request.wildcard);
  const grants = records.filter(({ tag }) => tag.toLowerCase() === property).map(parseIssueValue);
  if (grants.length === 0) return { kind: 'allowed' };
  const named = grants.filter(({ issuer }) => issuer !== '');
  if (named.length === 0) return forbidden({ kind: 'nobody', property });
  if (request.caIdentities.length === 0) return { kind: 'unknown' };
  const identities = request.caIdentities.map((identity) => identity.toLowerCase());
  const ours = named.filter(({ issuer }) => identities.includes(issuer));
  if (ours.length === 0) {
    const issuers = distinct(named.map(({ issuer }) => issuer));
    return forbidden({ kind: 'other-issuers', property, issuers });
  }
  return bestOf(ours, property, request);
}

/** Several properties are alternatives: one that fits is enough. */
function bestOf(ours: readonly Grant[], property: CaaProperty, request: CaaRequest): CaaVerdict {
  const byMethod = ours.filter(({ parameters }) => methodFits(parameters, request.method));
  if (byMethod.length === 0) {
    const methods = distinct(ours.flatMap(({ parameters }) => methodsOf(parameters)));
    return forbidden({ kind: 'other-methods', property, methods });
  }
  const accounts = byMethod.map(({ parameters }) => parameters.get('accounturi'));
  // Twice in one property is satisfied by nobody (RFC 8657 §3).
  const fits = (uris: readonly string[] | undefined) =>
    uris === undefined || (uris.length === 1 && uris[0] === request.accountUrl);
  if (accounts.some(fits)) return { kind: 'allowed' };
  if (request.accountUrl === undefined && accounts.some((uris) => uris?.length === 1)) {
    return { kind: 'unknown' };
  }
  const named = distinct(accounts.flatMap((uris) => uris ?? []));
  return forbidden({ kind: 'other-accounts', property, accounts: named });
}

/** `issuewild` decides for wildcards alone, and there it silences `issue` (RFC 8659 §4.3). */
function decidingProperty(records: readonly CaaRecord[], wildcard: boolean): CaaProperty {
  const isWild = records.some(({ tag }) => tag.toLowerCase() === 'issuewild');
  return wildcard && isWild ? 'issuewild' : 'issue';
}

/** The value of an issue or issuewild property. */
interface Grant {
  /** In lower case; empty: nobody. */
  readonly issuer: string;
  /** Every value that was given, by tag in lower case. */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
}

const NOBODY: Grant = { issuer: '', parameters: new Map() };
const LABEL = String.raw`[a-z\d](?:-*[a-z\d])*`;
const ISSUER = new RegExp(String.raw`^(?:${LABEL}(?:\.${LABEL})*)?$`, 'i');
const PARAMETER = new RegExp(`^(?<tag>${LABEL})[ \\t]*=[ \\t]*(?<value>[!-:<-~]*)$`, 'i');

const METHODS = /^[a-z\d-]+(?:,[a-z\d-]+)*$/i;

/** RFC 8659 §4.2. What does not follow the grammar names nobody, as that section says. */
function parseIssueValue({ value }: CaaRecord): Grant {
  const [issuer = '', ...rest] = value.split(';').map(withoutSpace);
  if (!ISSUER.test(issuer)) return NOBODY;
  const parameters = new Map<string, readonly string[]>();
  // A semicolon may stand alone; with parameters it stands between them and never at the end.
  const given = rest.length === 1 && rest[0] === '' ? [] : rest;
  for (const text of given) {
    const { tag, value: set } = PARAMETER.exec(text)?.groups ?? {};
    if (tag === undefined || set === undefined) return NOBODY;
    const key = tag.toLowerCase();
    parameters.set(key, [...(parameters.get(key) ?? []), set]);
  }
  return { issuer: issuer.toLowerCase(), parameters };
}

function methodFits(parameters: Grant['parameters'], method: string): boolean {
  const given = parameters.get('validationmethods');
  return given === undefined || (given.length === 1 && methodsOf(parameters).includes(method));
}

/** A list that does not follow its grammar holds nothing (RFC 8657 §4). */
function methodsOf(parameters: Grant['parameters']): readonly string[] {
  const given = parameters.get('validationmethods') ?? [];
  return given.flatMap((list) => (METHODS.test(list) ? list.split(',') : []));
}

function isCritical(flags: number): boolean {
  return (flags & CRITICAL) !== 0;
}

function isKnown(tag: string): boolean {
  return KNOWN_TAGS.has(tag.toLowerCase());
}

/** WSP of RFC 5234: blanks and tabs, and no other white space. */
function withoutSpace(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

function forbidden(reason: CaaRefusal): CaaVerdict {
  return { kind: 'forbidden', reason };
}
