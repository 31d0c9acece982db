/** How fast CAs may be asked, by their host, and an exchange that keeps to it. */
import type { Clock } from '../domain/runtime.ts';
import { type Exchange, hostOf } from './http.ts';
import { type Rate, TokenBucket } from './token-bucket.ts';

/** One kind of a CA's resources with a rate of its own. */
interface Endpoint {
  readonly path: RegExp;
  readonly rate: Rate;
}

/** https://letsencrypt.org/docs/rate-limits/#overall-requests-limit, per address; read 2026-11. */
const LETS_ENCRYPT: readonly Endpoint[] = [
  { path: /^\/directory$/, rate: { perSecond: 40, burst: 40 } },
  { path: /^\/acme\/new-nonce$/, rate: { perSecond: 20, burst: 10 } },
  { path: /^\/acme\/new-acc/, rate: { perSecond: 5, burst: 15 } },
  { path: /^\/acme\/new-order$/, rate: { perSecond: 300, burst: 200 } },
  { path: /^\/acme\/revoke-cert$/, rate: { perSecond: 10, burst: 100 } },
  { path: /renewal-?info/i, rate: { perSecond: 1000, burst: 100 } },
  { path: /^/, rate: { perSecond: 250, burst: 125 } },
];

/** https://letsencrypt.org/docs/staging-environment/#rate-limits: two differ. */
const LETS_ENCRYPT_STAGING: readonly Endpoint[] = [
  { path: /^\/acme\/new-order$/, rate: { perSecond: 20, burst: 40 } },
  ...LETS_ENCRYPT.slice(0, -1),
  { path: /^/, rate: { perSecond: 20, burst: 20 } },
];

/** Of CAs that publish their rates; the others say 429 or 503 with a time where it is too much. */
const RATES: Readonly<Record<string, readonly Endpoint[]>> = {
  'acme-v02.api.letsencrypt.org': LETS_ENCRYPT,
  'acme-staging-v02.api.letsencrypt.org': LETS_ENCRYPT_STAGING,
};

/**
 * The same exchange at the rates of the CA: what would come too early waits.
 *
 * @param caHost - whose rates are kept, whatever host is asked
 */
export function paced(exchange: Exchange, caHost: string, clock: Clock): Exchange {
  const buckets = (RATES[caHost] ?? []).map(({ path, rate }) => ({
    path,
    bucket: new TokenBucket(rate, clock),
  }));
  return async (request, signal) => {
    const asked = URL.parse(request.url)?.pathname ?? '';
    const endpoint = buckets.find(({ path }) => path.test(asked));
    await endpoint?.bucket.take(signal, `waiting for a turn to ask ${hostOf(request.url)}`);
    return exchange(request, signal);
  };
}
