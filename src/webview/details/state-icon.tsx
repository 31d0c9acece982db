/** A shape for each state: colour alone says nothing to many. A text beside it says the same. */
import type { VNode } from 'preact';
import type { ExpiryState } from '../../domain/expiry.ts';
import type { VersionState } from '../../domain/validity-timeline.ts';

const CIRCLE =
  'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13m0 1.2a5.3 5.3 0 1 0 0 10.6A5.3 5.3 0 0 0 8 2.7';
const CHECK = `${CIRCLE}M7.2 10.9 4.5 8.2l.9-.9 1.8 1.9 3.5-3.6.9.9z`;
const CLOCK = `${CIRCLE}M7.4 4.3h1.2v3.4l2.3 2.3-.9.9L7.4 8.2z`;
const TRIANGLE = 'M8 1 15.6 14.5H.4zm0 2.5L2.5 13.3h11zM7.4 6.5h1.2v3.6H7.4zm0 4.5h1.2v1.2H7.4z';
const CROSS = `${CIRCLE}M8 7.1l2.2-2.2.9.9L8.9 8l2.2 2.2-.9.9L8 8.9l-2.2 2.2-.9-.9L7.1 8 4.9 5.8l.9-.9z`;
const BAR = `${CIRCLE}M4.5 7.4h7v1.2h-7z`;
const DOTS = `${CIRCLE}M4.4 7.3h1.5v1.5H4.4zm2.9 0h1.5v1.5H7.3zm2.9 0h1.5v1.5h-1.5z`;
const QUESTION = `${CIRCLE}M7.4 10.6h1.2v1.2H7.4zm0-1.1c0-1.9 1.6-1.9 1.6-3 0-.6-.4-1-1-1s-1 .4-1 1.1H5.8C5.8 5.2 6.7 4.3 8 4.300s2.2.9 2.2 2.200c0 1.7-1.6 1.8-1.6 3z`;

const PATHS: Readonly<Record<ExpiryState | VersionState, string>> = {
  fine: CHECK,
  valid: CHECK,
  soon: CLOCK,
  'not-yet': CLOCK,
  urgent: TRIANGLE,
  expired: CROSS,
  disabled: BAR,
  pending: DOTS,
  unknown: QUESTION,
};

export interface StateIconProps {
  readonly state: ExpiryState | VersionState;
  /** Within another drawing: where its upper left corner is. */
  readonly y?: number;
}

export function StateIcon({ state, y = 0 }: StateIconProps): VNode {
  return (
    <svg class={`icon state-${state}`} {...{ y }} width="16" height="16" viewBox="0 0 16 16">
      <path d={PATHS[state]} fill="currentColor" fill-rule="evenodd" />
    </svg>
  );
}
