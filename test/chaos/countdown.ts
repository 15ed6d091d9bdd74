/** Counts what happens, for whoever waits until it has happened so often. */
export interface Countdown {
  happened(): void;
  /** Resolves when it has happened that many more times. */
  more(times: number): Promise<void>;
}

export function makeCountdown(): Countdown {
  let count = 0;
  const waiting: { readonly at: number; readonly done: () => void }[] = [];
  return {
    happened() {
      count += 1;
      for (const { done } of waiting.filter(({ at }) => at === count)) done();
    },
    more(times) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ at: count + times, done: resolve });
      return promise;
    },
  };
}
