/** A problem with what can be done about it. */
import type { VNode } from 'preact';
import type { Problem } from './protocol.ts';

export interface ProblemViewProps {
  readonly problem: Problem;
  /** Presses the button of a remedy: the token goes to the host. */
  readonly onRepair: (token: string) => void;
}

/** `Sign in.` beside the button `Sign In` says nothing more. */
function saysTheSame(text: string, label: string | undefined): boolean {
  return text.replace(/\.$/, '').toLowerCase() === label?.toLowerCase();
}

export function ProblemView({ problem, onRepair }: ProblemViewProps): VNode {
  return (
    <>
      <span class="problem-message">{problem.message}</span>
      {problem.remedies.map(({ text, command, button }) => (
        <span class="remedy" key={text}>
          {' '}
          {!saysTheSame(text, button?.label) && <span>{text}</span>}
          {command !== undefined && <code>{command}</code>}
          {button && (
            <button
              type="button"
              class="secondary"
              onClick={() => {
                onRepair(button.token);
              }}
            >
              {button.label}
            </button>
          )}
        </span>
      ))}
    </>
  );
}
