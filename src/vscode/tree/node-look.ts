/** What the editor is to show of a node. */
import type { CommandId } from '../commands/command-map.ts';

export interface NodeLook {
  readonly label: string;
  readonly description?: string;
  /** A codicon, with the id of one of our colours or of the editor's. */
  readonly icon: { readonly id: string; readonly color?: string };
  readonly expands: 'collapsed' | 'expanded' | 'no';
  /** `;`-joined words, matched by the when-clauses of the manifest. */
  readonly context: string;
  /** What a screen reader says instead of the label. */
  readonly accessibleLabel: string;
  readonly command?: { readonly id: CommandId; readonly title: string };
}
