/** Says after an attempt what has to be corrected, and leads there. */
import type { VNode } from 'preact';
import type { FormField } from '../../domain/certificate-form.ts';
import { useTranslate } from '../translation.ts';
import { fieldId } from './field-props.ts';
import type { FieldProblems } from './form-problems.ts';

export function ErrorSummary({ problems }: { readonly problems: FieldProblems }): VNode {
  const t = useTranslate();
  const list = [...problems].map(([field, { message }]) => ({ field, message }));
  // The element stays: what appears in an alert that was there before is announced for sure.
  return (
    <div role="alert" class={list.length > 0 ? 'summary' : ''}>
      {list.length > 0 && (
        <>
          <p>
            {list.length === 1
              ? t('One thing has to be corrected:')
              : t('{0} things have to be corrected:', list.length)}
          </p>
          <ul>
            {list.map(({ field, message }) => (
              <li key={field}>
                <button
                  type="button"
                  class="link"
                  onClick={() => {
                    focusField(field);
                  }}
                >
                  {message}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Unfolds what the field is folded into. */
export function focusField(field: FormField): void {
  const element = document.getElementById(fieldId(field));
  const folded = element?.closest('details');
  if (folded) folded.open = true;
  const control = element?.matches('input, select, button')
    ? element
    : element?.querySelector<HTMLElement>('input, select, button');
  control?.focus();
}
