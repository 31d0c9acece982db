/** What is around a control: its label, a hint, what is being looked up, and what is wrong. */
import type { ComponentChildren, VNode } from 'preact';
import { Icon } from '../icons.tsx';
import { ProblemView } from '../problem-view.tsx';
import type { Problem } from '../protocol.ts';

/** Put on the control, so that assistive technology says with it what is around it. */
export interface ControlWiring {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
}

export interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is known of the value, said politely when it changes. */
  readonly status?: ComponentChildren;
  readonly problems: readonly Problem[];
  readonly onRepair: (token: string) => void;
  readonly children: (wiring: ControlWiring) => VNode;
  /** What can be done besides. */
  readonly below?: ComponentChildren;
}

export function Field(props: FieldProps): VNode {
  const { id, label, hint, children, below } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children(wiringOf(props))}
      <FieldFindings {...props} />
      {below}
    </div>
  );
}

/** A group of controls with one label. */
export function FieldGroup(props: FieldProps): VNode {
  const { id, label, hint, children } = props;
  const { 'aria-describedby': describedBy } = wiringOf(props);
  return (
    <fieldset class="field" aria-describedby={describedBy}>
      <legend>{label}</legend>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children(wiringOf(props))}
      <FieldFindings {...props} />
    </fieldset>
  );
}

/** Both places are there from the beginning: what appears in them is then announced. */
export function FieldFindings({
  id,
  status,
  problems,
  onRepair,
}: Pick<FieldProps, 'id' | 'status' | 'problems' | 'onRepair'>): VNode {
  return (
    <>
      <div class="status" id={`${id}-status`} role="status">
        {status}
      </div>
      <div class="error" id={`${id}-error`} aria-live="polite">
        {problems.map((problem) => (
          <p key={problem.message}>
            <Icon name="problem" /> <ProblemView problem={problem} onRepair={onRepair} />
          </p>
        ))}
      </div>
    </>
  );
}

export function wiringOf({
  id,
  hint,
  status,
  problems,
}: Pick<FieldProps, 'id' | 'hint' | 'status' | 'problems'>): ControlWiring {
  const ids = [
    ...(problems.length > 0 ? [`${id}-error`] : []),
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(status === undefined || status === '' ? [] : [`${id}-status`]),
  ];
  return {
    id,
    'aria-invalid': problems.length > 0,
    'aria-describedby': ids.length > 0 ? ids.join(' ') : undefined,
  };
}
