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
  /** Clicks a row of the open quick pick. */
  readonly pick: (row: string) => Promise<void>;
  /** Ticks rows of the open quick pick for several, and confirms. */
  readonly pickSeveral: (rows: readonly string[]) => Promise<void>;
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
  /** The accessible names of the items that are visible in the side bar's trees. */
  readonly treeItems: () => Promise<readonly string[]>;
  /** The text of the status bar's entries. */
  readonly statusBar: () => Promise<readonly string[]>;
}
