/** Puts something on the clipboard, which the host does: the page knows its id only. */
import type { VNode } from 'preact';
import type { CopyTarget } from './details-protocol.ts';

export interface Copying {
  /** Id of what was copied last. */
  readonly copied: string | undefined;
  readonly onCopy: (target: CopyTarget) => void;
}

export interface CopyButtonProps extends Copying {
  readonly target: CopyTarget;
}

const SHEETS =
  'M5 1h9v10h-3v4H2V5h3zm1.2 4H11v4.800h1.800V2.200H6.200zM3.2 6.200v7.600h6.600V6.200z';
const CHECK = 'M6.3 12.5 1.9 8.100l1-1 3.4 3.4 6.8-6.8 1 1z';

export function CopyButton({ target, copied, onCopy }: CopyButtonProps): VNode {
  return (
    <button
      type="button"
      class="copy"
      aria-label={target.label}
      title={target.label}
      onClick={() => {
        onCopy(target);
      }}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d={copied === target.id ? CHECK : SHEETS} fill="currentColor" fill-rule="evenodd" />
      </svg>
    </button>
  );
}
