/** Tags as rows of name and value. */
import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Translate } from '../../domain/translate.ts';
import { FieldGroup } from '../fields/field.tsx';
import { Icon } from '../icons.tsx';
import { useTranslate } from '../translation.ts';
import { fieldId, type FormFieldProps } from './field-props.ts';
import type { Tag } from '../../domain/owner-tags.ts';

export function TagsField({
  state,
  entries,
  problemsOf,
  onEdit,
  onLeave,
  onRepair,
}: FormFieldProps): VNode {
  const t = useTranslate();
  const rows = useRef<HTMLDivElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const [focused, setFocused] = useState<number>();
  const { tags } = entries;

  // In the same frame: what is typed next is meant for where the focus goes.
  useLayoutEffect(() => {
    if (focused === undefined) return;
    setFocused(undefined);
    const names = rows.current?.querySelectorAll<HTMLInputElement>('.tag-name') ?? [];
    (names[Math.min(focused, names.length - 1)] ?? addButton.current)?.focus();
  }, [focused]);

  const change = (index: number, part: Partial<Tag>): void => {
    onEdit({ tags: tags.map((tag, place) => (place === index ? { ...tag, ...part } : tag)) });
  };

  return (
    <FieldGroup
      id={fieldId('tags')}
      label={t('Tags')}
      hint={keptTags(state, t)}
      problems={problemsOf('tags')}
      onRepair={onRepair}
    >
      {(wiring) => (
        <div
          ref={rows}
          onFocusOut={() => {
            onLeave('tags');
          }}
        >
          {tags.map((tag, index) => (
            // Rows have no identity but their place: names may be equal while they are typed.
            <div class="tag-row" key={index}>
              <input
                // Where the focus goes if something is wrong.
                id={index === 0 ? wiring.id : undefined}
                class="tag-name"
                type="text"
                aria-label={t('Name of tag {0}', index + 1)}
                aria-invalid={wiring['aria-invalid']}
                aria-describedby={wiring['aria-describedby']}
                placeholder={t('Name')}
                value={tag.name}
                onInput={({ currentTarget }) => {
                  change(index, { name: currentTarget.value });
                }}
              />
              <input
                type="text"
                aria-label={t('Value of tag {0}', index + 1)}
                placeholder={t('Value')}
                value={tag.value}
                onInput={({ currentTarget }) => {
                  change(index, { value: currentTarget.value });
                }}
              />
              <button
                type="button"
                class="icon-button"
                aria-label={t('Remove tag {0}', index + 1)}
                title={t('Remove tag {0}', index + 1)}
                onClick={() => {
                  onEdit({ tags: tags.filter((_, place) => place !== index) });
                  setFocused(index);
                }}
              >
                <Icon name="remove" />
              </button>
            </div>
          ))}
          <button
            id={tags.length === 0 ? wiring.id : undefined}
            ref={addButton}
            type="button"
            class="secondary"
            onClick={() => {
              onEdit({ tags: [...tags, { name: '', value: '' }] });
              setFocused(tags.length);
            }}
          >
            {t('Add Tag')}
          </button>
        </div>
      )}
    </FieldGroup>
  );
}

function keptTags({ current }: FormFieldProps['state'], t: Translate): string | undefined {
  if (!current) return undefined;
  const { tags } = current.entries;
  if (tags.length === 0) return t('The certificate has no tags of its own.');
  const names = tags.map(({ name, value }) => `${name}=${value}`).join(', ');
  return t('The certificate keeps its tags ({0}); these come on top.', names);
}
