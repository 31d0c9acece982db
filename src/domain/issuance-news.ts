/**
 * What is told of an issuance while it runs. Facts only, and all of them survive JSON: the sentences
 * are made where a language is known (messages/issuance-news.ts).
 */
import type { ErrorRecord } from './errors.ts';
import type { IssuanceStep } from './issuance.ts';
import type { PropagationGrid } from './propagation-grid.ts';

/** Something about the step under way; a later one replaces it. */
export type StepDetail =
  /** So many of the name servers that answered have the one record. */
  | {
      readonly kind: 'name-servers';
      readonly have: number;
      readonly of: number;
      /** The same server by server, for shells that can draw it. */
      readonly grid?: PropagationGrid;
    }
  /** The same for several records: an answer is one server's about one record. */
  | {
      readonly kind: 'answers';
      readonly have: number;
      readonly of: number;
      readonly records: number;
      readonly grid?: PropagationGrid;
    }
  | { readonly kind: 'first-look'; readonly seconds: number }
  /** Nobody can be asked: so long is waited instead. */
  | { readonly kind: 'fixed-wait'; readonly seconds: number }
  /** The record set is full of others' values; the issuance waits until some are taken out. */
  | { readonly kind: 'full-record-set'; readonly present: number; readonly limit: number }
  /** It was asked for a short while ago with other values in it, and is asked again so much later. */
  | { readonly kind: 'remembered'; readonly seconds: number }
  /** The step of the rehearsal that is under way. */
  | { readonly kind: 'rehearsing'; readonly step: IssuanceStep }
  /** `ca` has issued for it. */
  | { readonly kind: 'rehearsed'; readonly ca: string }
  | { readonly kind: 'validated'; readonly valid: number; readonly of: number };

/** Something that a person should know and that is no error of the issuance. */
export type Note =
  /** Nobody could say whether the public DNS uses the zone. */
  | { readonly kind: 'delegation-unknown'; readonly zone: string }
  /** It was given by hand, and the account may not read it. */
  | { readonly kind: 'zone-on-word'; readonly zone: string }
  /** Another tool has renewed it so far, and does not know that it need not any more. */
  | { readonly kind: 'adopted'; readonly tool: string }
  | { readonly kind: 'taken-up'; readonly id: string; readonly step: IssuanceStep }
  /** An interrupted operation for something else is undone first. */
  | { readonly kind: 'other-undone'; readonly id: string }
  /** A rehearsal that was interrupted is undone first. */
  | { readonly kind: 'rehearsal-undone'; readonly id: string }
  /** `ca` is the one that is meant. */
  | { readonly kind: 'rehearsal-failed'; readonly ca: string }
  /** A cancellation after the point of no return. */
  | { readonly kind: 'too-late-to-cancel' }
  /** It ends here, after the point of no return: the journal keeps it. */
  | { readonly kind: 'left-to-complete' }
  /** Going back has made the older version the newest, and the policy is still that version's. */
  | { readonly kind: 'policy-of-older'; readonly error: ErrorRecord }
  /** The vault has taken it on, and needs some seconds for it. */
  | { readonly kind: 'vault-takes-time'; readonly vault: string; readonly name: string }
  /** What was deleted a moment ago is neither there nor among the deleted. */
  | { readonly kind: 'perhaps-just-deleted'; readonly vault: string; readonly name: string }
  /** Something beside the issuance has failed. */
  | { readonly kind: 'failure'; readonly error: ErrorRecord };

/** Told what goes on, as it happens; must return quickly and never throw. */
export interface StepReporter {
  started(step: IssuanceStep): void;
  detail(step: IssuanceStep, detail: StepDetail): void;
  finished(step: IssuanceStep, ms: number): void;
  note(note: Note): void;
}
