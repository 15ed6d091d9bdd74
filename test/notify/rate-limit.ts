import type { Clock } from '../../shared/time/clock.ts';

/** At most `count` requests in any span of `per`, refused ones counted too; once exceeded, nothing for `penalty`. */
export class RateLimit {
  #seen: number[] = [];
  #blockedUntil = Number.NEGATIVE_INFINITY;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #count: number;
  readonly #per: number;
  readonly #penalty: number;

  constructor(clock: Pick<Clock, 'now'>, count: number, per: number, penalty = 0) {
    this.#clock = clock;
    this.#count = count;
    this.#per = per;
    this.#penalty = penalty;
  }

  /** Counts one request. */
  takes(): boolean {
    const now = this.#clock.now();
    this.#seen = [...this.#seen.filter((at) => at > now - this.#per), now];
    if (now < this.#blockedUntil) return false;
    if (this.#seen.length <= this.#count) return true;
    this.#blockedUntil = now + this.#penalty;
    return false;
  }
}
