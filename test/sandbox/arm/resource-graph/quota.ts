/** Queries in a period, for each user (documents: "Guidance for throttled requests"). */
const QUERIES = 15;
const PERIOD_MS = 5000;

/** Counts the queries of each principal; a refused query counts as well. */
export class QueryQuota {
  readonly #periods = new Map<string, { readonly until: number; readonly used: number }>();

  /** Takes one query; `remaining` is negative when there was none left. */
  take(objectId: string, now: number): { remaining: number; resetsAfterMs: number } {
    const current = this.#periods.get(objectId);
    const running = current !== undefined && current.until > now;
    const until = running ? current.until : now + PERIOD_MS;
    const used = (running ? current.used : 0) + 1;
    this.#periods.set(objectId, { until, used });
    return { remaining: QUERIES - used, resetsAfterMs: until - now };
  }
}
