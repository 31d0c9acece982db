/** Answers to what the form wants to know while it is filled in. */
import { externalAccountRequired, resolveCa } from '../../domain/certificate-authorities.ts';
import { recordSetName } from '../../domain/challenge-place.ts';
import { CertError, isCertError } from '../../domain/errors.ts';
import type { ChallengePlace } from '../../domain/issuance.ts';
import { nameProblem } from '../../domain/name-state.ts';
import { plainText } from '../../domain/plain-text.ts';
import type { AuthorityTerms, FormCalls } from '../../webview/form/form-protocol.ts';
import type { CallHandlers } from '../page-connection.ts';
import type { SeenVault } from '../portfolio/seen-vaults.ts';
import { keyOfSeen } from './form-choices.ts';
import type { FormServices } from './form-services.ts';

type Lookup = 'findZone' | 'checkName' | 'describeAuthority' | 'findIssuers';

export function formLookups(
  services: Pick<FormServices, 'portfolio' | 'desk'>,
): Pick<CallHandlers<FormCalls>, Lookup> {
  const { portfolio, desk } = services;
  return {
    async findZone({ vault, dnsName }, signal) {
      const { directory } = await chosenVault(portfolio, vault);
      const engine = await directory.engine();
      try {
        const { place, confirmed, onWord } = await engine.place(dnsName, signal);
        return { ...zoneOf(place), isConfirmed: confirmed, ...(onWord && { isOnWord: true }) };
      } catch (error) {
        if (isAboutTheName(error)) return { problem: desk.problemOf(error, directory.key) };
        throw error;
      }
    },
    async checkName({ vault, name }, signal) {
      const { directory, vault: where } = await chosenVault(portfolio, vault);
      const engine = await directory.engine();
      const state = await engine.nameState(where, name, signal);
      const error = nameProblem({ vault: where.name, name }, state);
      return error
        ? { isFree: false, problem: desk.problemOf(error, directory.key) }
        : { isFree: true };
    },
    async describeAuthority({ vault, ca: choice }, signal) {
      const { directory } = await chosenVault(portfolio, vault);
      const engine = await directory.engine();
      const ca = resolveCa(choice);
      const authority = await engine.authority(ca, signal);
      const { terms, agreed, profiles } = authority;
      const answer: AuthorityTerms = {
        isAgreed: agreed,
        profiles: Object.fromEntries(
          Object.entries(profiles).map(([name, text]) => [plainText(name), plainText(text)]),
        ),
        ...(terms !== undefined && { terms }),
      };
      if (!authority.externalAccountRequired) return answer;
      const error = externalAccountRequired(ca);
      return { ...answer, problem: desk.problemOf(error) };
    },
    async findIssuers({ vault }, signal) {
      const { directory, vault: where } = await chosenVault(portfolio, vault);
      const engine = await directory.engine();
      const issuers = await engine.issuers.list(where, signal);
      return {
        issuers: issuers.map(({ name, provider }) => ({
          name: plainText(name),
          provider: plainText(provider),
        })),
      };
    },
  };
}

/**
 * A form that was restored asks before it is known who is signed in: then that is waited for.
 * @throws CertError VaultNotFound: it was taken away, or the account was
 */
export async function chosenVault(
  portfolio: FormServices['portfolio'],
  key: string,
): Promise<SeenVault> {
  const find = (): SeenVault | undefined =>
    portfolio.everyVault().find((one) => keyOfSeen(one) === key);
  const known = find();
  if (known) return known;
  await portfolio.load();
  const found = find();
  if (found) return found;
  throw new CertError('VaultNotFound', {
    ...{ vault: nameIn(key), visible: portfolio.everyVault().length },
  });
}

/** The vault's name is the end of its ARM id, which is the end of the key. */
function nameIn(key: string): string {
  return /([^/"]*)"?\]?$/.exec(key)?.[1] ?? key;
}

function zoneOf(place: ChallengePlace): {
  readonly zone: string;
  readonly resourceGroup: string;
  readonly delegatedTo?: string;
} {
  const set = recordSetName(place);
  return {
    zone: place.zoneName,
    resourceGroup: /\/resourceGroups\/([^/]+)/i.exec(place.zoneId)?.[1] ?? '',
    ...(set !== place.record && { delegatedTo: set }),
  };
}

/** Submitting would end in the same error. */
function isAboutTheName(error: unknown): boolean {
  return (
    isCertError(error, 'ZoneNotFound') ||
    isCertError(error, 'ZoneNotDelegated') ||
    isCertError(error, 'CnameLoop')
  );
}
