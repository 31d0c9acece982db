/** What is wrong with the fields, from all who have a say in it, and when it is said. */
import {
  checkForm,
  type FormContext,
  type FormField,
  type FormValues,
} from '../../domain/certificate-form.ts';
import type { CertError } from '../../domain/errors.ts';
import { explain } from '../../domain/error-catalogue.ts';
import type { Translate } from '../../domain/translate.ts';
import type { Problem } from '../protocol.ts';
import type { FormModel } from './form-model.ts';
import type { AuthorityTerms, FoundZone, NameFinding, Unfit } from './form-protocol.ts';
import {
  FORM_FIELDS,
  type FieldProblem,
  type FormEntries,
  type FormState,
} from './state-protocol.ts';
import type { Finding } from './lookups.ts';

/** What was looked up for the entries as they are now. */
export interface FormFindings {
  readonly name: Finding<NameFinding> | undefined;
  readonly authority: Finding<AuthorityTerms> | undefined;
  readonly zoneOf: (dnsName: string) => Finding<FoundZone | Unfit> | undefined;
}

export type FieldProblems = ReadonlyMap<FormField, Problem>;

/** Everything that is wrong, whether it is said yet or not. */
export function allProblems(
  state: FormState,
  entries: FormEntries,
  refused: readonly FieldProblem[],
  findings: FormFindings,
  t: Translate,
): FieldProblems {
  const rules = checkForm(valuesOf(entries, state), contextOf(state, findings));
  const ofLookups = lookupProblems(state, entries, findings, t);
  return new Map(
    FORM_FIELDS.flatMap((field) => {
      const refusal = refused.find((one) => one.field === field)?.problem;
      const rule = rules.get(field);
      // One at a time: the host knows it best, and what the rules refuse was not looked up.
      const problem =
        refusal ?? (rule ? problemOfRule(field, entries, rule, t) : ofLookups.get(field));
      return problem ? [[field, problem] as const] : [];
    }),
  );
}

/** Those that are said now: nobody is told of what was not come to yet. */
export function saidProblems(
  all: FieldProblems,
  model: FormModel,
  { name, authority }: FormFindings,
): FieldProblems {
  // What Azure or the CA has said is final, and may be about what was only suggested or kept.
  const isFinal = (field: FormField): boolean =>
    (field === 'name' && name?.state === 'found') ||
    ((field === 'ca' || field === 'profile') && authority?.state === 'found');
  return new Map(
    [...all].filter(([field]) => model.isSubmitted || model.left.has(field) || isFinal(field)),
  );
}

/** The entries in the words of the rules, which know vaults by name. */
export function valuesOf(entries: FormEntries, { subject, vaults }: FormState): FormValues {
  const vault =
    subject.mode !== 'create'
      ? subject.ref.vault
      : (vaults.choices.find(({ key }) => key === entries.vault)?.name ?? '');
  return { ...entries, vault };
}

function contextOf(state: FormState, { authority }: FormFindings): FormContext {
  const { current } = state;
  const said = authority?.state === 'found' ? authority.answer : undefined;
  return {
    ...(current && { current: valuesOf(current.entries, state) }),
    ...(said && {
      authority: { terms: said.terms, agreed: said.isAgreed, profiles: said.profiles },
    }),
  };
}

function lookupProblems(
  state: FormState,
  entries: FormEntries,
  { name, authority, zoneOf }: FormFindings,
  t: Translate,
): FieldProblems {
  const problems = new Map<FormField, Problem>();
  if (name?.state === 'found' && !name.answer.isFree && state.subject.mode === 'create') {
    problems.set(
      'name',
      name.answer.problem ?? plainProblem(t('"{0}" is not free in this vault.', entries.name)),
    );
  }
  if (entries.madeBy !== 'acme') return problems;
  const homeless = entries.dnsNames.filter((dnsName) => isUnfit(zoneOf(dnsName)));
  if (homeless.length > 0) {
    const names = homeless.join(', ');
    problems.set(
      'dnsNames',
      plainProblem(t('There is no zone to validate {0} in; the reason stands beside it.', names)),
    );
  }
  if (authority?.state === 'found' && authority.answer.problem) {
    problems.set('ca', authority.answer.problem);
  }
  return problems;
}

function isUnfit(finding: Finding<FoundZone | Unfit> | undefined): boolean {
  return finding?.state === 'found' && 'problem' in finding.answer;
}

/** A broken rule in words; the commands of a shell are of no use here. */
function problemOfRule(
  field: FormField,
  entries: FormEntries,
  error: CertError,
  t: Translate,
): Problem {
  const missing = whatIsMissing(field, entries, t);
  if (missing !== undefined) return plainProblem(missing);
  const { message, remedies } = explain(error, t);
  return { message, remedies: remedies.map(({ text }) => ({ text })), cancelled: false };
}

/** Nobody has typed anything wrong: nothing was typed. */
function whatIsMissing(field: FormField, entries: FormEntries, t: Translate): string | undefined {
  switch (field) {
    case 'vault':
      return t('Choose the vault that the certificate is to be in.');
    case 'dnsNames':
      if (entries.dnsNames.length > 0) return undefined;
      return entries.madeBy === 'acme'
        ? t('Name at least one DNS name.')
        : t('Name at least one DNS name, or give the certificate a subject.');
    case 'name':
      return entries.name === '' ? t('Give the certificate a name.') : undefined;
    case 'ca':
      return entries.ca === '' ? t('Give the URL of the directory.') : undefined;
    case 'issuer':
      return entries.issuer === '' ? t('Say which issuer of the vault it is.') : undefined;
    case 'agreedTerms':
      return t('No certificate is issued unless the terms of service are agreed to.');
    default:
      return undefined;
  }
}

export function plainProblem(message: string): Problem {
  return { message, remedies: [], cancelled: false };
}
