import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { repository, runProgram, withFolder } from './fixture-project.ts';

const check = join(repository, 'scripts/layers/check.ts');

/** Checks a project of these files under the repository's own rules; the problems found. */
async function problemsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const project = {
    '.dependency-cruiser.cjs': await readFile(join(repository, '.dependency-cruiser.cjs'), 'utf8'),
    'tsconfig.json': await readFile(join(repository, 'tsconfig.json'), 'utf8'),
    'package.json': '{ "type": "module" }',
    ...files,
  };
  return withFolder(
    project,
    (folder) =>
      runProgram(
        folder,
        `import { checkLayers } from ${JSON.stringify(check)};
        console.log(JSON.stringify((await checkLayers('.')).problems));`,
      ) as Promise<string[]>,
  );
}

const port = 'export interface Port { readonly name: string }\n';
const imports = (path: string) => `import ${JSON.stringify(path)};\n`;

const forbidden: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['layer-domain', 'src/domain/a.ts', '../app/b.ts'],
  ['layer-acme', 'src/acme/a.ts', '../dns/b.ts'],
  ['layer-dns', 'src/dns/a.ts', '../pki/b.ts'],
  ['layer-pki', 'src/pki/a.ts', '../azure/b.ts'],
  ['layer-azure', 'src/azure/a.ts', '../app/b.ts'],
  ['layer-app', 'src/app/a.ts', '../cli/b.ts'],
  ['layer-cli', 'src/cli/a.ts', '../azure/b.ts'],
  ['domain-is-pure', 'src/domain/a.ts', 'node:fs'],
  ['domain-is-pure', 'src/domain/a.ts', 'commander'],
  ['every-folder-is-a-layer', 'src/cli.ts', './elsewhere/b.ts'],
  ['product-knows-no-test', 'src/app/a.ts', '../../test/b.ts'],
  ['product-knows-no-test', 'src/app/a.ts', '../../scripts/b.ts'],
  ['sandbox-knows-no-product', 'test/sandbox/a.ts', '../../src/domain/b.ts'],
  ['azure-sdk-only-in-azure', 'src/acme/a.ts', '@azure/core-auth'],
  ['acme-client-only-in-acme', 'src/azure/a.ts', 'acme-client'],
  ['no-unresolvable', 'src/app/a.ts', './nowhere.ts'],
];

describe('the layer check', () => {
  for (const [rule, from, to] of forbidden) {
    it(`finds that ${from} imports ${to}`, async () => {
      const target = to.startsWith('.') && to !== './nowhere.ts';
      const problems = await problemsOf({
        'src/domain/port.ts': port,
        [from]: imports(to),
        ...(target ? { [join(from, '..', to)]: port } : {}),
      });
      assert.ok(
        problems.some((problem) => problem.startsWith(`${rule}: ${from} -> `)),
        problems.join('\n'),
      );
    });
  }

  it('finds a cycle', async () => {
    const problems = await problemsOf({
      'src/app/a.ts': imports('./b.ts'),
      'src/app/b.ts': imports('./a.ts'),
    });
    assert.match(problems.join('\n'), /^no-cycles: /m);
  });

  it('finds a circle of types', async () => {
    const problems = await problemsOf({
      'src/app/a.ts': 'import type { B } from "./b.ts";\nexport interface A { b: B }\n',
      'src/app/b.ts': 'import type { A } from "./a.ts";\nexport interface B { a: A }\n',
    });
    assert.match(problems.join('\n'), /^no-circles-of-types: src\/app\/a/m);
  });

  it('finds that @azure/identity can be reached from the engine', async () => {
    const files = {
      'src/app/engine.ts': imports('../azure/a.ts'),
      'src/azure/a.ts': 'export const load = () => import("./credentials.ts");\n',
      'src/azure/credentials.ts': 'export const load = () => import("@azure/identity");\n',
    };
    assert.match(
      (await problemsOf(files)).join('\n'),
      /^engine-signs-nobody-in: src\/app\/engine/m,
    );
    const others = { ...files, 'src/app/engine.ts': port, 'src/cli.ts': imports('./azure/a.ts') };
    assert.deepEqual(await problemsOf(others), []);
  });

  it('counts an import of a type as an import', async () => {
    const [problem] = await problemsOf({
      'src/azure/a.ts': "import type { Port } from '../app/port.ts';\nexport type A = Port;\n",
      'src/app/port.ts': port,
    });
    assert.match(problem ?? '', /^layer-azure: /);
  });

  it('finds nothing where everything points inwards', async () => {
    const problems = await problemsOf({
      'src/cli.ts': imports('./cli/a.ts') + imports('./azure/a.ts'),
      'src/cli/a.ts': imports('../app/a.ts'),
      'src/app/a.ts': imports('../azure/a.ts') + imports('../domain/port.ts'),
      'src/azure/a.ts': imports('@azure/core-auth') + imports('../domain/port.ts'),
      'src/domain/port.ts': port,
      'test/unit/a.test.ts': imports('../../src/app/a.ts'),
    });
    assert.deepEqual(problems, []);
  });

  it('fails where there is no module to see', async () => {
    assert.deepEqual(await problemsOf({ 'test/unit/a.test.ts': port }), [
      'no module found under src',
    ]);
  });

  it('fails where a module was left out', async () => {
    const configuration = "module.exports = { forbidden: [], options: { exclude: 'unseen' } };";
    assert.deepEqual(
      await problemsOf({
        '.dependency-cruiser.cjs': configuration,
        'src/app/a.ts': port,
        'src/app/unseen.ts': port,
      }),
      ['not seen: src/app/unseen.ts'],
    );
  });
});
