import type { Readable } from 'node:stream';

const LIMIT = 16 * 1024;

/** The last 16 KiB of what a program wrote. */
export class OutputTail {
  #text = '';

  constructor(...streams: readonly Readable[]) {
    for (const stream of streams) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        this.#text = (this.#text + chunk).slice(-LIMIT);
      });
    }
  }

  text(): string {
    return this.#text;
  }
}
