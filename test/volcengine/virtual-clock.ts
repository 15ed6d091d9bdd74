import type { Clock, Instant } from '../../shared/time/clock.ts';

/** A clock that stands still until somebody sleeps, and then leaps. Keeps every wait. */
export class VirtualClock implements Clock {
  readonly waits: number[] = [];
  #now: Instant;

  constructor(now: Instant = Date.UTC(2026, 0, 2, 3, 4, 5)) {
    this.#now = now;
  }

  now(): Instant {
    return this.#now;
  }

  pass(time: number): void {
    this.#now += time;
  }

  async sleepUntil(at: Instant): Promise<void> {
    this.waits.push(at - this.#now);
    this.#now = Math.max(this.#now, at);
  }
}
