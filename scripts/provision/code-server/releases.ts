import type { PinnedPackage } from '../npm.ts';

/** A code-server and what is done to it so that it needs no compiler and no download of its own. */
export interface CodeServerRelease {
  readonly package: PinnedPackage;
  /** Version of the VS Code in it. */
  readonly vsCode: string;
  /** Built-in extensions that are left out. */
  readonly withoutExtensions: readonly string[];
  /** Packages of VS Code that are loaded only when a feature is used that no test uses. */
  readonly withoutPackages: readonly string[];
  /** Packages of code-server and of VS Code in whose place a file of stand-ins/ is put. */
  readonly replacedInServer: Readonly<Record<string, string>>;
  readonly replacedInVsCode: Readonly<Record<string, string>>;
}

/**
 * Of no use here, and large or noisy; and the sign-in with Microsoft, in whose place an extension of
 * the tests stands. (Those of GitHub and TypeScript stay: the browser asks for parts of them.)
 */
const WITHOUT_EXTENSIONS = [
  'copilot',
  'mermaid-chat-features',
  'mermaid-markdown-features',
  'microsoft-authentication',
  'ms-vscode.js-debug',
  'ms-vscode.js-debug-companion',
  'ms-vscode.vscode-js-profile-table',
  'terminal-suggest',
  'tunnel-forwarding',
];

const WITHOUT_PACKAGES = ['@vscode/windows-process-tree', '@vscode/windows-registry', 'kerberos'];

export const NEWEST: CodeServerRelease = {
  package: {
    name: 'code-server',
    version: '4.139.1',
    integrity:
      'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
  },
  vsCode: '1.139.1',
  withoutExtensions: WITHOUT_EXTENSIONS,
  withoutPackages: [
    ...WITHOUT_PACKAGES,
    '@devcontainers/cli',
    '@github/copilot-sdk',
    '@microsoft/mxc-sdk',
    '@vscode/copilot-api',
    '@vscode/sandbox-runtime',
    '@vscode/sqlite3',
    'ssh2',
    'zod',
  ],
  replacedInServer: {},
  replacedInVsCode: {
    '@vscode/deviceid': 'deviceid.cjs',
    '@vscode/fs-copyfile': 'fs-copyfile.cjs',
    '@vscode/native-watchdog': 'native-watchdog.cjs',
    '@vscode/spdlog': 'spdlog.cjs',
  },
};

export const OLDEST: CodeServerRelease = {
  package: {
    name: 'code-server',
    version: '4.105.1',
    integrity:
      'sha512-uYQwGkhOMR1/1vkuvj8oR6A03yBcWvxemR4hZdMnBLyZKreZFx4oGhUSVq9lXedXb4kc0jwtYfoeee1J0Q09bw==',
  },
  vsCode: '1.105.1',
  // An ES module that imports `vscode`: this VS Code and a Node newer than its own wait for each
  // other then. (Ours is CommonJS, as nearly all are.)
  withoutExtensions: [...WITHOUT_EXTENSIONS, 'github'],
  withoutPackages: WITHOUT_PACKAGES,
  replacedInServer: { argon2: 'argon2.cjs' },
  replacedInVsCode: {
    // From a git repository that npm registries do not carry.
    '@parcel/watcher': 'parcel-watcher.cjs',
    '@vscode/deviceid': 'deviceid.cjs',
    '@vscode/ripgrep': 'ripgrep.cjs',
    '@vscode/spdlog': 'spdlog.cjs',
    'native-watchdog': 'native-watchdog.cjs',
    'node-pty': 'node-pty.cjs',
  },
};
