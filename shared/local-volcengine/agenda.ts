import type { Instant } from '../time/clock.ts';

/**
 * What will happen by itself, in order of time. Nothing waits for it: whoever looks at the model first lets the time
 * up to then pass, and each entry acts at its own instant.
 */
export interface Agenda {
  add(at: Instant, act: (at: Instant) => void): void;
  /** Lets every entry due by `now` act, the earliest first, entries of one instant in the order in which they were added. */
  passTo(now: Instant): void;
  /** When the entries that have not acted are due. */
  due(): readonly Instant[];
}

export function makeAgenda(): Agenda {
  let entries: readonly { readonly at: Instant; readonly act: (at: Instant) => void }[] = [];
  return {
    add(at, act) {
      entries = [...entries, { at, act }].toSorted((a, b) => a.at - b.at);
    },
    passTo(now) {
      for (let first = entries[0]; first !== undefined && first.at <= now; first = entries[0]) {
        entries = entries.slice(1);
        first.act(first.at);
      }
    },
    due: () => entries.map((entry) => entry.at),
  };
}
