import type { Api } from '../api.ts';

const MEDIA_TYPE = 'application/dns-message';

/**
 * DNS over HTTPS (RFC 8484) at `/dns-query`, by POST and by GET.
 * @param ask resolves with undefined for a message that is no query
 */
export function createDohApi(ask: (message: Buffer) => Promise<Buffer | undefined>): Api {
  return async ({ method, url, headers, body }) => {
    if (url.pathname !== '/dns-query') return { status: 404 };
    if (method !== 'POST' && method !== 'GET') return { status: 405 };
    if (method === 'POST' && headers['content-type'] !== MEDIA_TYPE) return { status: 415 };
    const message =
      method === 'POST' ? body : Buffer.from(url.searchParams.get('dns') ?? '', 'base64url');
    const answer = await ask(message);
    if (answer === undefined) return { status: 400 };
    return {
      status: 200,
      headers: { 'Content-Type': MEDIA_TYPE, 'Cache-Control': 'max-age=0' },
      body: answer,
    };
  };
}
