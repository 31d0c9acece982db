/** What concerns the CA: whether it deals with us, for these names, with this key, so often. */
import {
  externalAccountRequired,
  hasKnownKeys,
  requireAcceptedKey,
  requireAcceptedNameCount,
} from '../../domain/certificate-authorities.ts';
import type { PolicyKey } from '../../domain/certificate-policy.ts';
import { requireExportable } from '../../domain/acme-policy.ts';
import { CertError } from '../../domain/errors.ts';
import { hasKnownLimits, issuedByCa, spentLimits } from '../../domain/issuance-ledger.ts';
import { DEFAULT_KEY_TYPE, isInHsm, keyTypeOf, policyKeyOf } from '../../domain/key-type.ts';
import type { CheckResult } from '../../domain/preflight.ts';
import { authorityInfo } from '../ca-session.ts';
import { caaConsent } from '../check-caa.ts';
import { chooseProfile } from '../choose-ca.ts';
import { requireProfile } from '../plan-issuance.ts';
import { requireHsm } from '../require-hsm.ts';
import { toldBy, type Outlook, type PreflightServices, type PreflightWish } from './outlook.ts';

export async function checkKey(
  { inventory }: PreflightServices,
  outlook: Outlook,
  wish: PreflightWish,
  signal: AbortSignal,
): Promise<CheckResult> {
  const [ca, dnsNames] = await Promise.all([outlook.ca, toldBy('name', outlook.dnsNames)]);
  const key = await keyFor(outlook, wish);
  const keyType = keyTypeOf(key);
  requireExportable(wish.exportable, keyType);
  requireAcceptedKey(ca, keyType);
  requireAcceptedNameCount(ca, dnsNames.length, await profileFor(outlook, wish));
  if (isInHsm(key)) await requireHsm(inventory, await toldBy('vault', outlook.vault), key, signal);
  return hasKnownKeys(ca)
    ? { check: 'key', verdict: 'ok', finding: { kind: 'key-accepted', keyType, ca: ca.name } }
    : {
        check: 'key',
        verdict: 'unknown',
        finding: { kind: 'key-unheard-of', keyType, ca: ca.name },
      };
}

/** What is new depends on nothing that is there. */
async function keyFor(outlook: Outlook, wish: PreflightWish): Promise<PolicyKey> {
  if (wish.kind === 'create' && wish.newVersion !== true) {
    return policyKeyOf(wish.keyType ?? DEFAULT_KEY_TYPE);
  }
  return (await toldBy('name', outlook.base)).policy.key;
}

/** Nobody is asked to agree here: what is not agreed to yet is in the way. */
export async function checkCa(
  services: PreflightServices,
  outlook: Outlook,
  wish: PreflightWish,
  signal: AbortSignal,
): Promise<CheckResult> {
  const ca = await outlook.ca;
  const {
    terms,
    agreed,
    profiles,
    externalAccountRequired: needsExternal,
  } = await authorityInfo(services.registrarOf(ca.directoryUrl), ca, signal);
  if (needsExternal) throw externalAccountRequired(ca);
  requireProfile(await profileFor(outlook, wish), ca, Object.keys(profiles));
  const agrees = agreed || wish.agreesToTerms === true || terms === wish.agreedTerms;
  if (!agrees) throw new CertError('TermsNotAgreed', { ca: ca.name, terms: terms ?? '' });
  const account = await outlook.account;
  const isRegistered = account?.url !== undefined;
  return {
    check: 'ca',
    verdict: 'ok',
    finding: { kind: 'ca-ready', ca: ca.name, isRegistered },
  };
}

export async function checkCaa(
  { nameServers }: PreflightServices,
  outlook: Outlook,
  signal: AbortSignal,
): Promise<CheckResult> {
  const [ca, dnsNames, { caaIdentities }] = await Promise.all([
    outlook.ca,
    toldBy('name', outlook.dnsNames),
    toldBy('ca', outlook.directory),
  ]);
  const account = await toldBy('ca', outlook.account);
  const asked = { name: ca.name, caaIdentities, accountUrl: account?.url };
  const names = await caaConsent(nameServers, dnsNames, asked, signal);
  return names.length === 0
    ? { check: 'caa', verdict: 'ok', finding: { kind: 'caa-allows', ca: ca.name } }
    : { check: 'caa', verdict: 'unknown', finding: { kind: 'caa-unknown', ca: ca.name, names } };
}

/** Renewals that name what they replace are outside of all limits: for them it is a warning. */
export async function checkLimits(
  { history, clock }: PreflightServices,
  outlook: Outlook,
  { kind }: PreflightWish,
): Promise<readonly CheckResult[]> {
  const [ca, dnsNames] = await Promise.all([outlook.ca, toldBy('name', outlook.dnsNames)]);
  const known = hasKnownLimits(ca);
  const spent = known
    ? spentLimits(issuedByCa((await history.read()).entries, ca.id), dnsNames, clock.now())
    : [];
  if (spent.length === 0) {
    const finding = { kind: 'limits-kept', ca: ca.name, known } as const;
    return [{ check: 'limits', verdict: known ? 'ok' : 'unknown', finding }];
  }
  return spent.map((limit) => ({
    check: 'limits',
    verdict: limit.kind === 'exact-set' && kind === 'create' ? 'blocking' : 'warning',
    finding: { kind: 'limit-spent', ca: ca.name, limit },
  }));
}

async function profileFor(outlook: Outlook, wish: PreflightWish): Promise<string | undefined> {
  const ca = await outlook.ca;
  if (wish.profile !== undefined || wish.kind === 'create') {
    return chooseProfile(wish, ca, undefined);
  }
  return chooseProfile(wish, ca, await toldBy('vault', outlook.bundle));
}
