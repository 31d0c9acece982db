/**
 * How far one name server lags behind the record sets that ARM holds. A change is visible once it
 * has been older than the delay at some moment since it was made: what was visible stays visible
 * when the delay grows, and a shorter delay also serves the changes that are still waiting.
 */
export class Propagation {
  readonly #delays: { readonly ms: number; readonly since: number }[] = [
    { ms: 0, since: -Infinity },
  ];

  /** @param ms milliseconds from now on, until it is set again */
  setDelay(ms: number, now: number): void {
    this.#delays.push({ ms, since: now });
  }

  /** @param changedAt milliseconds since the epoch, as `now` */
  isVisible(changedAt: number, now: number): boolean {
    return this.#delays.some(({ ms }, index) => {
      const until = this.#delays[index + 1]?.since;
      // A change in the millisecond in which the delay was set counts as made after that.
      return until === undefined ? changedAt + ms <= now : changedAt + ms < until;
    });
  }
}
