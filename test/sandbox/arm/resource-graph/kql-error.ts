/** Why a query is refused, as the service lists it in `details` after `InvalidQuery`. */
export class KqlError extends Error {
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(detail: Readonly<Record<string, unknown>>) {
    super(String(detail['code']));
    this.detail = detail;
  }
}

/** As recorded: the position counts lines from 1 and characters from 0. */
export function parserFailure(query: string, offset: number, token: string): KqlError {
  const before = query.slice(0, offset).split('\n');
  return new KqlError({
    code: 'ParserFailure',
    message: 'ParserFailure',
    line: before.length,
    characterPositionInLine: before.at(-1)?.length ?? 0,
    token,
    expectedToken: 'Ǐ',
  });
}

/** What the service says to an operator that it does not have (Azure/azure-powershell#13762). */
export function unsupported(token: string): KqlError {
  return new KqlError({
    code: 'InvalidQueryLanguage',
    message: 'InvalidQueryLanguage',
    line: -1,
    characterPositionInLine: -1,
    token,
  });
}

/** A name that stands for nothing. */
export function unresolved(name: string): KqlError {
  return new KqlError({
    code: 'SemanticFailure',
    message: `Failed to resolve scalar expression named '${name}'`,
    token: name,
  });
}
