/** One box to tick, with what it means. */
import type { ComponentChildren, VNode } from 'preact';
import type { Problem } from '../protocol.ts';
import { FieldFindings, wiringOf } from './field.tsx';

export interface CheckFieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly isChecked: boolean;
  readonly problems: readonly Problem[];
  readonly onCheck: (isChecked: boolean) => void;
  readonly onRepair: (token: string) => void;
  /** Between the box and what is wrong with it. */
  readonly children?: ComponentChildren;
}

export function CheckField(props: CheckFieldProps): VNode {
  const { id, label, hint, isChecked, problems, onCheck, onRepair, children } = props;
  const wiring = wiringOf({ id, hint, status: undefined, problems });
  return (
    <div class="field">
      <div class="check">
        <input
          {...wiring}
          type="checkbox"
          checked={isChecked}
          onChange={({ currentTarget }) => {
            onCheck(currentTarget.checked);
          }}
        />
        <label for={id}>{label}</label>
      </div>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children}
      <FieldFindings {...{ id, problems, onRepair }} status={undefined} />
    </div>
  );
}
