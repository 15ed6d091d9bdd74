/** The best of so many: what else the machine does can only make a time longer. */
const ROUNDS = 3;

/**
 * How many times as long the work takes on an input `times` as large. About `times` where it is linear, about its
 * square where everything is compared with everything.
 */
export function growth(
  work: (size: number) => void,
  { from, times }: { readonly from: number; readonly times: number },
): number {
  work(from);
  return fastest(() => work(from * times)) / fastest(() => work(from));
}

/** The shortest of a few times that the work takes, in milliseconds. */
export function fastest(work: () => void): number {
  return Math.min(
    ...Array.from({ length: ROUNDS }, () => {
      const began = performance.now();
      work();
      return performance.now() - began;
    }),
  );
}
