import { randomBytes } from 'node:crypto';
import { problem } from './problem.ts';

/** Anti-replay nonces (RFC 8555, 6.5): each is good for one request. */
export class Nonces {
  readonly #open = new Set<string>();

  issue(): string {
    const nonce = randomBytes(16).toString('base64url');
    this.#open.add(nonce);
    return nonce;
  }

  /** @throws ApiError badNonce for one that was not issued or has been spent */
  spend(nonce: unknown): void {
    if (typeof nonce !== 'string' || !this.#open.delete(nonce)) {
      throw problem('badNonce', 'The nonce is unknown or was used before.');
    }
  }
}
