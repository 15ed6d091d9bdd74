import type { Instant, Milliseconds } from '../../time/clock.ts';

/** The one true time of a simulated world. It stands still until everything that could happen at an instant has happened. */
export interface Timeline {
  now(): Instant;
  sleepUntil(at: Instant, signal?: AbortSignal): Promise<void>;
  sleep(length: Milliseconds): Promise<void>;
  /** Leaps from sleeper to sleeper until `done` holds, nobody sleeps, or the next one wakes after `last`; then it stands at `last`. */
  run(last: Instant, done?: () => boolean): Promise<void>;
}

interface Sleeper {
  readonly at: Instant;
  readonly order: number;
  readonly wake: () => void;
  awake: boolean;
}

/**
 * Wakes one sleeper at a time, and the next one only when no microtask is left: of two that wake at one instant, the one
 * that lay down first goes first. Nothing in it awaits a timer or a turn of the event loop.
 */
export function makeTimeline(start: Instant): Timeline {
  let now = start;
  let order = 0;
  const heap = makeHeap();

  function lieDown(at: Instant, wake: () => void): Sleeper {
    order += 1;
    const sleeper = { at, order, wake, awake: false };
    heap.push(sleeper);
    return sleeper;
  }

  return {
    now: () => now,
    sleep: (length) => new Promise((resolve) => lieDown(now + length, resolve)),
    sleepUntil: (at, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        if (at <= now) return resolve();
        const sleeper = lieDown(at, () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        });
        const abort = () => {
          sleeper.awake = true;
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', abort, { once: true });
      }),
    async run(last, done = () => false) {
      await microtasksDrained();
      while (!done()) {
        const next = heap.peek();
        if (next === undefined || next.at > last) {
          now = Math.max(now, last);
          return;
        }
        heap.pop();
        if (next.awake) continue;
        now = Math.max(now, next.at);
        next.awake = true;
        next.wake();
        await microtasksDrained();
      }
    },
  };
}

/** A tick that is asked for by a microtask comes when the queue of microtasks is empty, before any turn of the event loop. */
async function microtasksDrained(): Promise<void> {
  await undefined;
  await new Promise<void>((resolve) => process.nextTick(resolve));
}

/** The earliest first; of one instant, the one that came first. */
function makeHeap() {
  const items: Sleeper[] = [];
  const before = (one: Sleeper, other: Sleeper) =>
    one.at < other.at || (one.at === other.at && one.order < other.order);
  return {
    peek: () => items[0],
    push(sleeper: Sleeper) {
      let place = items.length;
      while (place > 0) {
        const parent = (place - 1) >> 1;
        const above = items[parent];
        if (above === undefined || !before(sleeper, above)) break;
        items[place] = above;
        place = parent;
      }
      items[place] = sleeper;
    },
    pop() {
      const moved = items.pop();
      if (moved === undefined || items.length === 0) return;
      let place = 0;
      for (;;) {
        const left = items[2 * place + 1];
        if (left === undefined) break;
        const right = items[2 * place + 2];
        const child = right !== undefined && before(right, left) ? 2 * place + 2 : 2 * place + 1;
        const smaller = items[child];
        if (smaller === undefined || !before(smaller, moved)) break;
        items[place] = smaller;
        place = child;
      }
      items[place] = moved;
    },
  };
}
