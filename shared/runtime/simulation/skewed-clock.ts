import type { Clock, Instant, Milliseconds } from '../../time/clock.ts';
import type { Timeline } from './timeline.ts';

/** How wrong a machine's clock is. */
export interface Skew {
  readonly offset: Milliseconds;
  /** Milliseconds gained in each true millisecond; 1 runs at double speed, until `most` is reached. */
  readonly rate: number;
  /** No clock is further off than this, because each is corrected before it gets there. */
  readonly most: Milliseconds;
}

/** A machine's clock: off by an offset and a rate, never by more than `most`, never running backwards. */
export function makeSkewedClock(timeline: Timeline, skew: Skew): Clock {
  const born = timeline.now();
  const now = (): Instant => {
    const true_ = timeline.now();
    const off = skew.offset + skew.rate * (true_ - born);
    return Math.floor(true_ + Math.min(skew.most, Math.max(-skew.most, off)));
  };
  return {
    now,
    async sleepUntil(at, signal) {
      for (;;) {
        const left = at - now();
        if (left <= 0) return signal?.throwIfAborted();
        // The clock may run fast or slow meanwhile: look again when it can have come at the earliest.
        const least = skew.rate > 0 ? Math.max(1, Math.floor(left / (1 + skew.rate))) : left;
        await timeline.sleepUntil(timeline.now() + least, signal);
      }
    },
  };
}
