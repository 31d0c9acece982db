/** The servers that the user named: they answer for everything, and nobody else is asked. */
import type { Authorities } from './authorities.ts';
import type { Ask, Question } from './question.ts';
import { askServer, type Server } from './server.ts';

/** node:dns shows no flags (RA, AA). Any resolver knows who serves the root; other servers do not. */
const ASKED_OF_RESOLVERS: Question = { type: 'NS', name: '.' };

export class ConfiguredAuthorities implements Authorities {
  readonly #servers: readonly Server[];
  readonly #ask: Ask;
  #recursive: Promise<boolean> | undefined;

  /** @param addresses - as `Ask` takes them, and as people are shown them */
  constructor(addresses: readonly string[], ask: Ask) {
    this.#ask = ask;
    this.#servers = serversAt(addresses);
  }

  named(): Promise<readonly Server[]> {
    return Promise.resolve(this.#servers);
  }

  enclosing(): Promise<readonly Server[]> {
    return Promise.resolve(this.#servers);
  }

  /** Asked once; a server that gives no answer counts as authoritative. */
  async recursive(signal?: AbortSignal): Promise<boolean> {
    for (;;) {
      const probe = (this.#recursive ??= this.#probe(signal));
      try {
        return await probe;
      } catch {
        // Somebody has given up who need not have been us: then we ask ourselves.
        if (this.#recursive === probe) this.#recursive = undefined;
        signal?.throwIfAborted();
      }
    }
  }

  async #probe(signal: AbortSignal | undefined): Promise<boolean> {
    const answers = await Promise.all(
      this.#servers.map((server) => askServer(this.#ask, server, ASKED_OF_RESOLVERS, signal)),
    );
    return answers.some(({ records }) => records.length > 0);
  }
}

/** Resolvers that are asked over HTTPS: recursive, all of them. */
export function resolversOverHttps(urls: readonly string[]): Authorities {
  const servers = Promise.resolve(serversAt(urls));
  return {
    named: () => servers,
    enclosing: () => servers,
    recursive: () => Promise.resolve(true),
  };
}

function serversAt(addresses: readonly string[]): readonly Server[] {
  return addresses.map((address) => {
    return { label: address, addresses: [address], failure: undefined };
  });
}
