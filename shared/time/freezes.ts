import { Temporal } from 'temporal-polyfill';
import type { Freeze } from '../plan/plan.ts';
import type { Instant } from './clock.ts';
import { instantAt } from './wall-clock.ts';

/** A freeze as instants, half-open: `from` is frozen, `until` is not. */
export interface FreezeSpan {
  readonly name: string;
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * Freezes as spans of instants, ordered by their start.
 *
 * A freeze covers whole calendar days in its zone, both included, however long the clocks make them. Closed wins:
 * where a fold repeats midnight, it begins with the first pass and ends with the last.
 */
export function freezeSpans(freezes: readonly Freeze[]): readonly FreezeSpan[] {
  const spans = freezes.map(({ name, from, through, timezone }) => ({
    name,
    from: instantAt(Temporal.PlainDate.from(from), '00:00', timezone, 'first'),
    until: instantAt(Temporal.PlainDate.from(through).add({ days: 1 }), '00:00', timezone, 'last'),
  }));
  return spans.toSorted((one, other) => one.from - other.from);
}

/** The span that covers `at`; of several, the one that ends last. Undefined when nothing is frozen. */
export function frozenAt(spans: readonly FreezeSpan[], at: Instant): FreezeSpan | undefined {
  const covering = spans.filter(({ from, until }) => from <= at && at < until);
  return covering.toSorted((one, other) => other.until - one.until)[0];
}
