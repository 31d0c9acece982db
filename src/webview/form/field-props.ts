/** What every field of the form is given. */
import type { HostConnection } from '../host-connection.ts';
import type { Problem } from '../protocol.ts';
import type { FormCalls } from './form-protocol.ts';
import type { FormEntries, FormState } from './state-protocol.ts';
import type { FormField } from '../../domain/certificate-form.ts';
import type { LookedUp } from './use-findings.ts';

export interface FormFieldProps {
  readonly state: FormState;
  readonly entries: FormEntries;
  readonly findings: LookedUp;
  readonly connection: HostConnection<FormCalls>;
  /** What is said to be wrong with a field now. */
  readonly problemsOf: (field: FormField) => readonly Problem[];
  readonly onEdit: (change: Partial<FormEntries>) => void;
  readonly onLeave: (field: FormField) => void;
  readonly onRepair: (token: string) => void;
}

/** The element that gets the focus when something is wrong with a field. */
export function fieldId(field: FormField): string {
  return `field-${field}`;
}
