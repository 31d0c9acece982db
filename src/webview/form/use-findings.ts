/** Looks up what the entries raise, while they are being typed. */
import { useEffect, useState } from 'preact/hooks';
import { parseCertificateName } from '../../domain/certificate-target.ts';
import { resolveCa } from '../../domain/certificate-authorities.ts';
import { parseDnsName } from '../../domain/dns-name.ts';
import type { Translate } from '../../domain/translate.ts';
import { RefusedCall, type HostConnection } from '../host-connection.ts';
import type { Problem } from '../protocol.ts';
import { later } from '../vscode-api.ts';
import type { FormCalls } from './form-protocol.ts';
import type { FormEntries, FormSubject } from './state-protocol.ts';
import { plainProblem, type FormFindings } from './form-problems.ts';
import { Lookups, type Finding, type LookupOptions } from './lookups.ts';

/** Milliseconds: what is typed letter by letter is asked for once the typing has paused. */
const TYPING_PAUSE = 400;

export interface LookedUp extends FormFindings {
  readonly issuers: Finding<FormCalls['findIssuers']['answer']> | undefined;
  readonly lookAgain: (dnsName: string) => void;
}

export function useFindings(
  connection: HostConnection<FormCalls>,
  subject: FormSubject,
  entries: FormEntries,
  t: Translate,
): LookedUp {
  const [, redraw] = useState(0);
  const [{ zones, names, authorities, vaultIssuers }] = useState(() => {
    const shared = {
      problemOf: (error: unknown) => problemOf(error, t),
      later,
      onChange: () => {
        redraw((count) => count + 1);
      },
    };
    return {
      zones: lookupsOf(connection, 'findZone', { ...shared, patience: 0 }),
      names: lookupsOf(connection, 'checkName', { ...shared, patience: TYPING_PAUSE }),
      authorities: lookupsOf(connection, 'describeAuthority', {
        ...shared,
        patience: TYPING_PAUSE,
      }),
      vaultIssuers: lookupsOf(connection, 'findIssuers', { ...shared, patience: 0 }),
    };
  });
  const { vault, madeBy } = entries;
  const zoneQuestion = (dnsName: string) => ({ vault, dnsName: asciiOf(dnsName) ?? '' });
  const nameQuestion = { vault, name: entries.name };
  const authorityQuestion = { vault, ca: entries.ca };
  const issuersQuestion = { vault };

  useEffect(() => {
    const hasVault = vault !== '';
    const valid = entries.dnsNames.filter((name) => asciiOf(name) !== undefined);
    const isByAcme = madeBy === 'acme';
    zones.want(hasVault && isByAcme ? valid.map(zoneQuestion) : []);
    const isNew = subject.mode === 'create';
    names.want(hasVault && isNew && isCertificateName(entries.name) ? [nameQuestion] : []);
    authorities.want(hasVault && isByAcme && isCa(entries.ca) ? [authorityQuestion] : []);
    vaultIssuers.want(hasVault && madeBy === 'named' ? [issuersQuestion] : []);
    redraw((count) => count + 1);
  }, [vault, madeBy, entries.dnsNames, entries.name, entries.ca]);

  return {
    name: names.of(nameQuestion),
    authority: authorities.of(authorityQuestion),
    issuers: vaultIssuers.of(issuersQuestion),
    zoneOf: (dnsName) => zones.of(zoneQuestion(dnsName)),
    lookAgain: (dnsName) => {
      zones.again(zoneQuestion(dnsName));
    },
  };
}

function lookupsOf<K extends 'findZone' | 'checkName' | 'describeAuthority' | 'findIssuers'>(
  connection: HostConnection<FormCalls>,
  call: K,
  options: Omit<LookupOptions<FormCalls[K]['ask'], FormCalls[K]['answer']>, 'ask'>,
): Lookups<FormCalls[K]['ask'], FormCalls[K]['answer']> {
  return new Lookups({
    ...options,
    ask: (question, signal) => connection.call(call, question, { signal }),
  });
}

/** What a person is told about a call that has failed. */
export function problemOf(error: unknown, t: Translate): Problem {
  if (error instanceof RefusedCall) return error.problem;
  return plainProblem(t('The extension has not answered in time.'));
}

/** The name as the CA gets it; undefined for what is none. */
export function asciiOf(dnsName: string): string | undefined {
  return unlessThrown(() => parseDnsName(dnsName).ascii);
}

function isCertificateName(name: string): boolean {
  return unlessThrown(() => parseCertificateName(name)) !== undefined;
}

function isCa(choice: string): boolean {
  return unlessThrown(() => resolveCa(choice)) !== undefined;
}

function unlessThrown<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
