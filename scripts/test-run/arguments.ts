const GROUPS = ['static', 'unit', 'integration', 'webview', 'host', 'e2e', 'sabotage'] as const;
export type Group = (typeof GROUPS)[number];

/** Those that consist of test files. */
const WITH_FILES: readonly Group[] = ['unit', 'integration', 'webview', 'host', 'e2e'];

/** What a run consists of: which groups, and which test files of them. */
export interface Selection {
  readonly groups: ReadonlySet<Group>;
  /** Parts of paths, one of which a test file must contain; empty for all files. */
  readonly files: readonly string[];
}

/**
 * Reads the arguments of `npm test -- ...`: names of groups and parts of paths of test files, in any
 * order. Without a group: everything but sabotage; with files only, the groups that run test files.
 */
export function readSelection(args: readonly string[]): Selection {
  const groups = GROUPS.filter((group) => args.includes(group));
  const files = args.filter((arg) => !groups.some((group) => group === arg));
  if (groups.length > 0) {
    return { groups: new Set(groups), files };
  }
  return {
    groups: new Set(files.length > 0 ? WITH_FILES : ['static', ...WITH_FILES]),
    files,
  };
}
