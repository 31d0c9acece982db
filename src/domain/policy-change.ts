/** What somebody says of a policy, laid over one that there is. */
import { DEFAULT_CONTENT_TYPE, subjectFor } from './acme-policy.ts';
import type {
  CertificatePolicy,
  LifetimeAction,
  OtherNames,
  PolicyKey,
} from './certificate-policy.ts';
import { DEFAULT_KEY_TYPE, isInHsm, policyKeyOf } from './key-type.ts';
import { vaultSubject } from './x500-name.ts';

/** What is left out stays as it is; a list that is given replaces the one that there is. */
export interface PolicyChange extends Partial<OtherNames> {
  readonly issuer?: string;
  readonly certificateType?: string;
  readonly certificateTransparency?: boolean;
  readonly subject?: string;
  readonly dnsNames?: readonly string[];
  readonly key?: Partial<PolicyKey>;
  readonly contentType?: string;
  readonly ekus?: readonly string[];
  readonly keyUsages?: readonly string[];
  readonly validityMonths?: number;
  readonly lifetimeActions?: readonly LifetimeAction[];
}

/** The service's words for the two issuers that are none of its own objects. */
export const SELF = 'Self';
export const BY_HAND = 'Unknown';

/** Who issues, as a policy's issuer says. */
export type IssuerKind = 'self' | 'by-hand' | 'named';

export function issuerKind(issuer: string): IssuerKind {
  const name = issuer.toLowerCase();
  if (name === SELF.toLowerCase()) return 'self';
  return name === BY_HAND.toLowerCase() ? 'by-hand' : 'named';
}

/** What Key Vault takes for what nobody says (recorded), spelled out. */
export function defaultPolicy(issuer: string): CertificatePolicy {
  return {
    issuer,
    subject: '',
    dnsNames: [],
    key: policyKeyOf(DEFAULT_KEY_TYPE),
    contentType: DEFAULT_CONTENT_TYPE,
    ekus: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
    keyUsages: ['digitalSignature', 'keyEncipherment'],
    validityMonths: 12,
    lifetimeActions: [
      {
        action: issuerKind(issuer) === 'by-hand' ? 'EmailContacts' : 'AutoRenew',
        daysBeforeExpiry: undefined,
        lifetimePercentage: 80,
      },
    ],
  };
}

/**
 * What belongs to an issuer does not survive a change of issuer, what belongs to a kind of key no
 * change of kind; a subject that is only the first DNS name follows the DNS names.
 */
export function changedPolicy(base: CertificatePolicy, change: PolicyChange): CertificatePolicy {
  const issuer = issuerName(change.issuer ?? base.issuer);
  const kept: IssuersPart =
    issuerName(base.issuer) === issuer ? base : { lifetimeActions: actionsFor(issuer, base) };
  const { dnsNames = base.dnsNames, contentType = base.contentType } = change;
  const { validityMonths = base.validityMonths } = change;
  const { certificateType = kept.certificateType } = change;
  const { certificateTransparency = kept.certificateTransparency } = change;
  const { ekus = base.ekus, keyUsages = base.keyUsages } = change;
  const { lifetimeActions = kept.lifetimeActions } = change;
  const otherNames = otherNamesAfter(base.otherNames, change);
  const follows = base.subject === subjectFor(base.dnsNames);
  const subject = follows ? subjectFor(dnsNames) : base.subject;
  return {
    issuer,
    ...(certificateType && { certificateType }),
    ...(certificateTransparency !== undefined && { certificateTransparency }),
    subject: change.subject === undefined ? subject : vaultSubject(change.subject),
    dnsNames,
    ...(otherNames && { otherNames }),
    key: change.key ? changedKey(base.key, change.key) : base.key,
    contentType,
    ...(ekus && { ekus }),
    ...(keyUsages && { keyUsages }),
    validityMonths,
    ...(lifetimeActions && { lifetimeActions }),
  };
}

type IssuersPart = Pick<
  CertificatePolicy,
  'certificateType' | 'certificateTransparency' | 'lifetimeActions'
>;

function issuerName(issuer: string): string {
  const kind = issuerKind(issuer);
  if (kind === 'named') return issuer;
  return kind === 'self' ? SELF : BY_HAND;
}

/** When something is to happen is the owner's choice; what, is the issuer's: nobody renews by hand. */
function actionsFor(
  issuer: string,
  { lifetimeActions }: CertificatePolicy,
): readonly LifetimeAction[] | undefined {
  if (issuerKind(issuer) !== 'by-hand') return lifetimeActions;
  const told = lifetimeActions?.filter(({ action }) => action !== 'AutoRenew') ?? [];
  if (told.length > 0) return told;
  return lifetimeActions?.map((action) => ({ ...action, action: 'EmailContacts' }));
}

function otherNamesAfter(
  base: OtherNames = { emails: [], upns: [], uris: [], ipAddresses: [] },
  change: PolicyChange,
): OtherNames | undefined {
  const {
    emails = base.emails,
    upns = base.upns,
    uris = base.uris,
    ipAddresses = base.ipAddresses,
  } = change;
  const names = { emails, upns, uris, ipAddresses };
  return Object.values(names).some((list) => list.length > 0) ? names : undefined;
}

function changedKey(base: PolicyKey, change: Partial<PolicyKey>): PolicyKey {
  const { kty = base.kty, reuse = base.reuse } = change;
  const isRsa = familyOf(kty) === 'RSA';
  const before =
    familyOf(base.kty) === familyOf(kty) ? base : { size: undefined, curve: undefined };
  const { curve = before.curve ?? (isRsa ? undefined : 'P-256') } = change;
  const { size = change.curve === undefined ? before.size : undefined } = change;
  const { exportable = base.exportable && !isInHsm({ kty }) } = change;
  return { kty, size: size ?? (isRsa ? 2048 : undefined), curve, exportable, reuse };
}

function familyOf(kty: string): string {
  return kty.replace(/-HSM$/, '');
}
