/** One Pebble and one name server for all, reached at once and by a longer way. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePebble } from '../../../scripts/provision/pebble.ts';
import { startTxtServer } from '../../integration/acme/txt-server.ts';
import { startPebble } from '../../sandbox/acme/pebble.ts';
import { createCertificateAuthority } from '../../sandbox/tls/certificate-authority.ts';
import type { Course } from './contest.ts';
import { startDelayProxy } from './delay-proxy.ts';

/**
 * Works with a Pebble and a name server of its own.
 *
 * @param delayMs - added to every round trip
 */
export async function onCourse<T>(
  delayMs: number,
  progress: (line: string) => void,
  work: (course: Course) => Promise<T>,
): Promise<T> {
  await using started = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'kvcert-bench-'));
  started.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const authority = await createCertificateAuthority(Date.now());
  const rootPem = authority.certificatePem;
  const rootFile = join(folder, 'root.pem');
  await writeFile(rootFile, rootPem);
  const valuesFolder = join(folder, 'values');
  await mkdir(valuesFolder);
  const published = new Map<string, string[]>();
  const names = await startTxtServer((record) => [
    ...(published.get(record) ?? []),
    ...linesOf(join(valuesFolder, record)),
  ]);
  started.defer(names.close);
  const pebble = await startPebble({
    binary: await ensurePebble(progress),
    folder: join(folder, 'pebble'),
    authority,
    resolver: names.address,
    env: {},
    onDeath: (report) => {
      throw new Error(report);
    },
  });
  started.defer(pebble.close);
  const way = delayMs === 0 ? pebble : await startDelayProxy(pebble.port, delayMs / 2);
  if (way !== pebble) started.defer(way.close);
  return await work({
    directoryUrl: `https://127.0.0.1:${way.port}/dir`,
    ...{ rootPem, rootFile, delayMs, valuesFolder },
    publish: (record, value) => {
      published.set(record, [...(published.get(record) ?? []), value]);
    },
    newFolder: () => mkdtemp(join(folder, 'contestant-')),
  });
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch {
    return [];
  }
}
