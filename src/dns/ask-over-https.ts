/** One question to a resolver over HTTPS: where port 53 is closed, this goes through the proxy. */
import type { Log } from '../domain/runtime.ts';
import { exchangeOverHttps, NoAnswer, type HttpsOptions } from './https-exchange.ts';
import { decodeAnswer, encodeQuestion } from './message.ts';
import type { Answer, Ask, Question } from './question.ts';

/** A kept connection may be closed by the other side just when it is used again. */
const TRIES = 2;

/** Asks servers by their URLs. */
export function askOverHttps(options: HttpsOptions & { readonly log: Log }): Ask {
  const askOnce = async (
    question: Question,
    url: string,
    signal: AbortSignal | undefined,
  ): Promise<Answer> => {
    try {
      const answer = await exchangeOverHttps(url, encodeQuestion(question), options, signal);
      return decodeAnswer(answer, question);
    } catch (error) {
      if (error instanceof RangeError) return { records: [], failure: 'EBADNAME' };
      if (!(error instanceof NoAnswer)) throw error;
      const { code, cause } = error;
      options.log.warn('no answer over HTTPS', {
        url,
        code,
        cause: cause instanceof Error ? cause.message : undefined,
      });
      return { records: [], failure: code };
    }
  };
  return async (question, server, signal) => {
    if (server === undefined) return { records: [], failure: 'ENOSERVER' };
    let answer = await askOnce(question, server, signal);
    for (let tries = 1; tries < TRIES && answer.failure === 'HostUnreachable'; tries++) {
      answer = await askOnce(question, server, signal);
    }
    return answer;
  };
}
