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

export interface Courses {
  /** The CA with so much added to every round trip, in ms. */
  with(delayMs: number): Promise<Course>;
  close(): Promise<void>;
}

export async function startCourses(progress: (line: string) => void): Promise<Courses> {
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
  const running = started.move();
  return {
    async with(delayMs) {
      const way = delayMs === 0 ? pebble : await startDelayProxy(pebble.port, delayMs / 2);
      if (way !== pebble) running.defer(way.close);
      return {
        directoryUrl: `https://127.0.0.1:${way.port}/dir`,
        ...{ rootPem, rootFile, delayMs, valuesFolder },
        publish: (record, value) => {
          published.set(record, [...(published.get(record) ?? []), value]);
        },
        newFolder: () => mkdtemp(join(folder, 'contestant-')),
      };
    },
    close: () => running.disposeAsync(),
  };
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
