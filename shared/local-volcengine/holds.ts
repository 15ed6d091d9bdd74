import type { Instant } from '../time/clock.ts';

/** An answer that is kept back until `until`, if that is set, or until it is released. */
export interface Hold {
  readonly requestId: string;
  readonly until?: Instant;
  /** Resolves when the hold is released by hand. */
  readonly released: Promise<void>;
}

/** The answers that are being kept back. */
export interface Holds {
  keep(requestId: string, until: Instant | undefined): Hold;
  /** Those neither released nor past their time, oldest first. */
  kept(at: Instant): readonly Hold[];
  /** Releases that request's answer, or all of them; says how many. */
  release(requestId: string | undefined, at: Instant): number;
}

export function makeHolds(): Holds {
  const kept = new Map<string, { readonly hold: Hold; readonly resolve: () => void }>();
  const current = (at: Instant) =>
    [...kept.values()].filter(({ hold }) => hold.until === undefined || hold.until > at);
  return {
    keep(requestId, until) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const hold = { requestId, released: promise, ...(until === undefined ? {} : { until }) };
      kept.set(requestId, { hold, resolve });
      return hold;
    },
    kept: (at) => current(at).map(({ hold }) => hold),
    release(requestId, at) {
      const chosen = current(at).filter(
        ({ hold }) => requestId === undefined || hold.requestId === requestId,
      );
      for (const { hold, resolve } of chosen) {
        kept.delete(hold.requestId);
        resolve();
      }
      return chosen.length;
    },
  };
}
