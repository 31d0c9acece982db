/** Files as people have them: made by openssl. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class OpenSsl implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'kvcert-openssl-'));

  /** Runs it in the folder of the files. */
  run(command: string, ...more: readonly string[]): void {
    execFileSync('openssl', [...command.trim().split(' '), ...more], {
      cwd: this.#folder,
      stdio: 'pipe',
      timeout: 30_000,
    });
  }

  write(file: string, content: Buffer): void {
    writeFileSync(join(this.#folder, file), content);
  }

  read(file: string): Buffer {
    return readFileSync(join(this.#folder, file));
  }

  text(file: string): string {
    return this.read(file).toString('utf8');
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
