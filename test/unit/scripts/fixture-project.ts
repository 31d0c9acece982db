import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { runChild } from '../../../scripts/child-process.ts';

/** The root of this repository. */
export const repository = resolve(import.meta.dirname, '../../..');

/**
 * Lends `work` a temporary folder with these files (path -> content) and this repository's
 * dependencies, and removes it afterwards.
 */
export async function withFolder<Result>(
  files: Readonly<Record<string, string>>,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'kvcert-scripts-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction');
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * Runs a module in a Node of its own, with the folder as its current one, and reads the JSON that it
 * prints. A file and not `--eval`, as node:test hands the flags of its process on to its children.
 */
export async function runProgram(folder: string, program: string): Promise<unknown> {
  const file = join(folder, '.program.mjs');
  await writeFile(file, program);
  const env = { ...process.env };
  // The mark of node:test makes a nested run of tests do nothing.
  delete env['NODE_TEST_CONTEXT'];
  const result = await runChild(process.execPath, [file], { cwd: folder, env, timeoutMs: 120_000 });
  assert.ok(result.ok, result.output);
  return JSON.parse(result.stdout);
}
