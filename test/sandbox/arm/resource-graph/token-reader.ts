import { parserFailure } from './kql-error.ts';
import type { KqlError } from './kql-error.ts';
import { tokenize } from './kql-tokens.ts';
import type { Token } from './kql-tokens.ts';

/** Reads a query's tokens from left to right. */
export class TokenReader {
  readonly #query: string;
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(query: string) {
    this.#query = query;
    this.#tokens = tokenize(query);
  }

  get current(): Token {
    const token = this.#tokens[this.#position] ?? this.#tokens.at(-1);
    if (token === undefined) throw new Error('a query has at least its end');
    return token;
  }

  get next(): Token | undefined {
    return this.#tokens[this.#position + 1];
  }

  take(): Token {
    const token = this.current;
    this.#position += 1;
    return token;
  }

  /** Takes the current token if it is this symbol or word; words are compared without case. */
  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.#position += 1;
    return true;
  }

  is(text: string): boolean {
    const { kind } = this.current;
    return (kind === 'symbol' || kind === 'name') && this.current.text.toLowerCase() === text;
  }

  /** @throws KqlError if the current token is not this symbol or word */
  expect(text: string): void {
    if (!this.accept(text)) throw this.failure();
  }

  /** @throws KqlError if the current token is of another kind */
  expectKind(kind: Token['kind']): string {
    if (this.current.kind !== kind) throw this.failure();
    return this.take().text;
  }

  failure(): KqlError {
    return parserFailure(this.#query, this.current.offset, this.current.text);
  }
}
