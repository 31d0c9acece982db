/** Words that are typed or pasted into one control and stand below it as a list. */
import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../icons.tsx';
import { useTranslate } from '../translation.ts';
import { useAfterPointer } from './after-pointer.ts';
import type { ControlWiring } from './field.tsx';
import { hasSeparator, splitWords, withWords } from './tokens.ts';

export interface TokenFieldProps {
  readonly wiring: ControlWiring;
  /** Names the list for assistive technology. */
  readonly listLabel: string;
  readonly words: readonly string[];
  /** Equal for words that mean the same. */
  readonly sameAs: (word: string) => string;
  /** What is known of a word; stands in its line. */
  readonly describe: (word: string) => VNode | undefined;
  readonly onChange: (words: readonly string[]) => void;
  readonly onLeave: () => void;
}

export function TokenField(props: TokenFieldProps): VNode {
  const { wiring, words, sameAs, onChange, onLeave } = props;
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const afterPointer = useAfterPointer();

  const add = (typed: string, isEnded: boolean): void => {
    const { words: added, rest } = splitWords(typed, isEnded);
    setText(rest);
    if (added.length > 0) onChange(withWords(words, added, sameAs));
  };

  // Deferred, it is to see the words of then: one of them may be removed by the click.
  const leave = useRef<() => void>(() => undefined);
  leave.current = () => {
    add(text, true);
    onLeave();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes a character, Enter and Backspace are its own.
    if (event.isComposing) return;
    if (event.key === 'Enter') {
      // Never the whole form: whoever presses it here means this name.
      event.preventDefault();
      add(text, true);
    } else if (event.key === 'Backspace' && text === '' && words.length > 0) {
      event.preventDefault();
      onChange(words.slice(0, -1));
    }
  };

  const onPaste = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData?.getData('text') ?? '';
    // A single-line control would join the lines.
    if (!hasSeparator(pasted.trim())) return;
    event.preventDefault();
    add(`${text} ${pasted}`, true);
  };

  return (
    <>
      <input
        {...wiring}
        ref={input}
        type="text"
        value={text}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        onInput={({ currentTarget }) => {
          if (hasSeparator(currentTarget.value)) add(currentTarget.value, false);
          else setText(currentTarget.value);
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => {
          afterPointer(() => {
            leave.current();
          });
        }}
      />
      <TokenList {...props} onEmpty={() => input.current?.focus()} />
    </>
  );
}

function TokenList({
  listLabel,
  words,
  describe,
  onChange,
  onEmpty,
}: TokenFieldProps & { readonly onEmpty: () => void }): VNode {
  const t = useTranslate();
  const list = useRef<HTMLUListElement>(null);
  const [removed, setRemoved] = useState<number>();

  // In the same frame: a key pressed next is meant for where the focus goes.
  useLayoutEffect(() => {
    if (removed === undefined) return;
    setRemoved(undefined);
    const buttons = list.current?.querySelectorAll('button') ?? [];
    const next = buttons[Math.min(removed, buttons.length - 1)];
    if (next) next.focus();
    else onEmpty();
  }, [removed, onEmpty]);

  const remove = (index: number): void => {
    onChange(words.filter((_, place) => place !== index));
    setRemoved(index);
  };

  return (
    <ul class="tokens" ref={list} aria-label={listLabel} hidden={words.length === 0}>
      {words.map((word, index) => (
        <li key={word}>
          <span class="token">{word}</span>
          <span class="token-note">{describe(word)}</span>
          <button
            type="button"
            class="icon-button"
            aria-label={t('Remove {0}', word)}
            title={t('Remove {0}', word)}
            onClick={() => {
              remove(index);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Backspace' && event.key !== 'Delete') return;
              event.preventDefault();
              remove(index);
            }}
          >
            <Icon name="remove" />
          </button>
        </li>
      ))}
    </ul>
  );
}
