/** A sandbox with a VS Code in it, in which a whole file of tests works. */
import { join } from 'node:path';
import type { Ready } from '../sandbox/ready.ts';
import { startSandbox, type SandboxOptions } from '../sandbox/start.ts';
import { startEditor, type Editor } from '../host/editor.ts';
import { extensionId } from '../host/packaged-extension.ts';
import type { Settings } from '../host/profile.ts';
import { controlAt, type Control } from '../integration/product/control.ts';

export interface EditorWorld {
  readonly ready: Ready;
  readonly control: Control;
  readonly editor: Editor;
  /** Where the extension keeps its files: the journal of operations and what it remembers. */
  readonly stateFolder: string;
  /** For `afterEach`: pictures and logs of a test that has failed. */
  readonly explain: (test: EndedTest) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What node:test hands to `afterEach`; its types do not know of `passed` yet. */
interface EndedTest {
  readonly name: string;
  readonly passed?: boolean;
}

export async function startEditorWorld(
  sandboxOptions: SandboxOptions = {},
  settings: Settings = {},
): Promise<EditorWorld> {
  await using started = new AsyncDisposableStack();
  const { ready, close } = await startSandbox(sandboxOptions);
  started.defer(close);
  const editor = await startEditor({ sandbox: ready, settings });
  started.defer(editor.close);
  const running = started.move();
  const { userData } = editor.profile;
  return {
    ready,
    control: controlAt(ready.control),
    editor,
    stateFolder: join(userData, 'User', 'globalStorage', await extensionId()),
    explain: async (test) => {
      if (test.passed === true) return;
      process.stderr.write(`Pictures and logs: ${await editor.keepEvidence(test.name)}\n`);
    },
    close: () => running.disposeAsync(),
  };
}
