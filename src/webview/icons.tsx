/** Drawn in the text's colour and hidden from assistive technology: a text says the same. */
import type { VNode } from 'preact';

const PATHS = {
  ok: 'M6.3 11.7 2.8 8.2l1-1 2.5 2.5 5.9-5.9 1 1z',
  problem: 'M8 1.2 15.3 14H.7zm0 2.9L3 12.6h10zM7.3 7h1.4v3H7.3zm0 3.8h1.4v1.2H7.3z',
  waiting:
    'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2m0 1.3a4.7 4.7 0 1 0 0 9.4 4.7 4.7 0 0 0 0-9.4M7.4 5h1.3v2.8l2 1.2-.7 1.1-2.6-1.6z',
  unknown:
    'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2m0 1.3a4.7 4.7 0 1 0 0 9.4 4.7 4.7 0 0 0 0-9.4m-.6 6.4V9c0-.8.4-1.2.9-1.6.4-.3.6-.5.6-.8 0-.5-.4-.8-.9-.8s-.9.3-.9.9H5.8c0-1.3.9-2.1 2.2-2.1s2.2.8 2.2 1.9c0 .9-.5 1.4-1 1.8-.4.3-.5.4-.5.7v.7zm0 .7h1.3v1.3H7.4z',
  remove:
    'm8 6.9 3.5-3.5 1.1 1.1L9.1 8l3.5 3.5-1.1 1.1L8 9.1l-3.5 3.5-1.1-1.1L6.9 8 3.4 4.5l1.1-1.1z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }): VNode {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} fill="currentColor" />
    </svg>
  );
}
