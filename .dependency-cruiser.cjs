/**
 * Who may import whom. The table stands in docs/architecture.md; this file is what enforces it.
 * `scripts/check-layers.ts` runs it and fails if it saw no modules.
 */
const LAYERS = {
  domain: [],
  acme: ['domain'],
  dns: ['domain'],
  pki: ['domain'],
  azure: ['domain'],
  app: ['domain', 'acme', 'dns', 'pki', 'azure'],
  cli: ['domain', 'app'],
  vscode: ['domain', 'app'],
  webview: ['domain'],
};

/** What the extension's host shares with the pages: the protocol, and what each page says in it. */
const WEBVIEW_PROTOCOLS = [
  '^src/webview/protocol\\.ts$',
  '^src/webview/[a-z]+/[a-z]+-protocol\\.ts$',
];

const layerRules = Object.entries(LAYERS).map(([layer, allowed]) => ({
  name: `layer-${layer}`,
  comment: `src/${layer} may import only itself${allowed.length > 0 ? `, ${allowed.join(', ')}` : ''}.`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: {
    path: '^src/',
    pathNot: [
      `^src/(${[layer, ...allowed].join('|')})/`,
      ...(layer === 'vscode' ? WEBVIEW_PROTOCOLS : []),
    ],
  },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'every-folder-is-a-layer',
      comment: 'A new folder under src needs its line in LAYERS.',
      severity: 'error',
      from: {},
      to: { path: '^src/[^/]+/', pathNot: `^src/(${Object.keys(LAYERS).join('|')})/` },
    },
    {
      name: 'domain-is-pure',
      comment: 'No Node API and no package in the domain.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'product-knows-no-test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'sandbox-knows-no-product',
      comment: 'Two independent readings of the same documents.',
      severity: 'error',
      from: { path: '^test/sandbox/' },
      to: { path: '^src/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-circles-of-types',
      comment:
        'An error has leftovers among its facts, and a leftover has an error: that one is by nature.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/domain/error(s|-reasons)\\.ts$' },
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'azure-sdk-only-in-azure',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/azure/' },
      to: { path: 'node_modules/@azure/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'engine-signs-nobody-in',
      comment: 'The credential comes from the shell; an editor needs no @azure/identity.',
      severity: 'error',
      from: { path: '^src/app/engine\\.ts$' },
      to: { path: 'node_modules/@azure/(identity|msal-[^/]+)/', reachable: true },
    },
    {
      name: 'vscode-only-in-its-shell',
      comment: 'Engine, domain and webviews know nothing of the editor.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(vscode/|extension\\.ts$)' },
      to: { path: '^vscode$|node_modules/@types/vscode/' },
    },
    {
      name: 'acme-client-only-in-acme',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/acme/' },
      to: { path: 'node_modules/acme-client/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
