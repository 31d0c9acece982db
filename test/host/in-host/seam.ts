/** What the process that runs the tests and the extension host that they run in tell each other. */

/** Environment variables of the extension host. */
export const SEAM = {
  /** The bundled test file to run. */
  testFile: 'KVCERT_TEST_FILE',
  /** Where mocha is: its folder is not above the tests. */
  mocha: 'KVCERT_TEST_MOCHA',
  /** The file to which reports are appended, one JSON document per line. */
  reports: 'KVCERT_TEST_REPORTS',
  /** The sandbox's ready file. */
  sandbox: 'KVCERT_TEST_SANDBOX',
  /** URL at which the person at the screen is asked to do something. */
  person: 'KVCERT_TEST_PERSON',
  /** The folder in which VS Code keeps the files of extensions; the companion says which it is. */
  globalStorage: 'KVCERT_TEST_GLOBAL_STORAGE',
} as const;

/** A line of the reports. Exactly one `end` comes, and it comes last. */
export type Report =
  | { readonly kind: 'passed'; readonly title: string }
  | { readonly kind: 'failed'; readonly title: string; readonly error: string }
  | { readonly kind: 'skipped'; readonly title: string }
  | { readonly kind: 'end'; readonly error?: string };

/** What tests in the extension host can ask of the person at the screen. */
export interface Person {
  /** Runs a command from the palette by its whole label. */
  readonly runCommand: (label: string) => Promise<void>;
  /** Types into the input box or quick pick that shows `prompt`, and Enter. */
  readonly answerQuickInput: (prompt: string, text: string) => Promise<void>;
  /** Types the path of a file into the editor's own dialog of that title, and confirms it. */
  readonly chooseFile: (title: string, path: string) => Promise<void>;
  /** Clicks a row of the open quick pick. */
  readonly pick: (row: string) => Promise<void>;
  /** Ticks these rows of the open quick pick for several and no other, and confirms. */
  readonly pickOnly: (rows: readonly string[]) => Promise<void>;
  /** Waits for this row of the quick pick for several, confirms it; returns the ticked rows. */
  readonly confirmAsTicked: (row: string) => Promise<readonly string[]>;
  /** Presses Escape. */
  readonly escape: () => Promise<void>;
  /** Waits for the notification that contains `text`; returns all that it says. */
  readonly readNotification: (text: string) => Promise<string>;
  readonly pressInNotification: (text: string, button: string) => Promise<void>;
  /** What the notifications say that are there now, in toasts or in the center. */
  readonly notifications: () => Promise<readonly string[]>;
  readonly clearNotifications: () => Promise<void>;
  /** Presses a button of the modal dialog that shows `text`. */
  readonly pressInDialog: (text: string, button: string) => Promise<void>;
  /** Says yes to VS Code's question whether an extension may sign in, whenever it comes. */
  readonly alwaysAllowSignIn: () => Promise<void>;
  /** Shows a view container by the name on its tab in the activity bar. */
  readonly showContainer: (name: string) => Promise<void>;
  /** Waits for an item in the side bar's trees whose accessible name contains a text. */
  readonly findTreeItem: (text: string) => Promise<void>;
  /** Agrees to the terms of a CA, whenever the extension asks for it. */
  readonly alwaysAgreeToTerms: () => Promise<void>;
  /** The accessible names of the items that are visible in the side bar's trees. */
  readonly treeItems: () => Promise<readonly string[]>;
  /** Opens the item of a tree whose accessible name begins so, if it is closed. */
  readonly expandTreeItem: (name: string) => Promise<void>;
  /** Presses an icon button on the item of a tree whose accessible name begins so. */
  readonly pressOnTreeItem: (name: string, action: string) => Promise<void>;
  /** Selects these items of a tree, whose accessible names begin so, and no other. */
  readonly selectTreeItems: (names: readonly string[]) => Promise<void>;
  /** The tooltip of the extension's entry in the activity bar, with what its badge says. */
  readonly activityBar: () => Promise<string>;
  /** Waits until the page of the visible tab shows `text`; returns all its texts and values. */
  readonly readPage: (text: string) => Promise<string>;
  /** The text of the status bar's entries. */
  readonly statusBar: () => Promise<readonly string[]>;
}
