/** What the page knows by itself: what was typed, and how far the person has come with it. */
import { suggestedName, type FormField } from '../../domain/certificate-form.ts';
import {
  isSavedForm,
  type FieldProblem,
  type FormEntries,
  type FormSubject,
} from './state-protocol.ts';

export interface FormModel {
  /** Absent until the host has said what the fields begin with. */
  readonly entries: FormEntries | undefined;
  /** False: the name follows the first DNS name. */
  readonly isNameTyped: boolean;
  /** True: the person has said which vault, or that it is none yet. */
  readonly isVaultChosen: boolean;
  /** Fields that were left once: from then on they say what is wrong. */
  readonly left: ReadonlySet<FormField>;
  /** Submitted once: from then on every field says what is wrong. */
  readonly isSubmitted: boolean;
  /** What the host has found wrong; dropped with the next change of the field. */
  readonly refused: readonly FieldProblem[];
}

export type FormEvent =
  | { readonly type: 'begin'; readonly entries: FormEntries }
  | { readonly type: 'edit'; readonly change: Partial<FormEntries> }
  | { readonly type: 'leave'; readonly field: FormField }
  | { readonly type: 'submit' }
  | { readonly type: 'refuse'; readonly problems: readonly FieldProblem[] };

export const UNTOUCHED: FormModel = {
  entries: undefined,
  isNameTyped: false,
  isVaultChosen: false,
  left: new Set(),
  isSubmitted: false,
  refused: [],
};

export function nextModel(model: FormModel, event: FormEvent): FormModel {
  switch (event.type) {
    case 'begin':
      // The host may say it again at any time; what was typed is not to be lost.
      return model.entries ? withVault(model, event.entries) : { ...model, entries: event.entries };
    case 'edit':
      return edited(model, event.change);
    case 'leave':
      return { ...model, left: new Set([...model.left, event.field]) };
    case 'submit':
      return { ...model, isSubmitted: true, refused: [] };
    case 'refuse':
      return { ...model, isSubmitted: true, refused: event.problems };
  }
}

function edited(model: FormModel, change: Partial<FormEntries>): FormModel {
  if (!model.entries) return model;
  const isNameTyped = nameIsTyped(model, change);
  const isVaultChosen = model.isVaultChosen || change.vault !== undefined;
  const entries = { ...model.entries, ...change };
  const [first] = entries.dnsNames;
  const name =
    isNameTyped || change.dnsNames === undefined
      ? entries.name
      : first === undefined
        ? ''
        : suggestedName(first);
  const refused = model.refused.filter(
    ({ field }) => field !== undefined && !Object.hasOwn(change, field),
  );
  return { ...model, entries: { ...entries, name }, isNameTyped, isVaultChosen, refused };
}

/** A name that was cleared is suggested again. */
function nameIsTyped(model: FormModel, change: Partial<FormEntries>): boolean {
  return change.name === undefined ? model.isNameTyped : change.name !== '';
}

/** A vault that became known later, where none was chosen. */
function withVault(model: FormModel, { vault }: FormEntries): FormModel {
  return model.entries?.vault === '' && vault !== '' && !model.isVaultChosen
    ? { ...model, entries: { ...model.entries, vault } }
    : model;
}

/** The model that a page begins with: what was typed before a reload, if it was about the same. */
export function restoredModel(kept: unknown, subject: FormSubject): FormModel {
  if (!isSavedForm(kept) || !isSameSubject(kept.subject, subject)) return UNTOUCHED;
  return { ...UNTOUCHED, entries: kept.entries, isNameTyped: kept.isNameTyped };
}

function isSameSubject(a: FormSubject, b: FormSubject): boolean {
  if (a.mode === 'create' || b.mode === 'create') return a.mode === b.mode;
  return (
    a.mode === b.mode &&
    a.ref.directory === b.ref.directory &&
    a.ref.vaultId === b.ref.vaultId &&
    a.ref.name === b.ref.name
  );
}
