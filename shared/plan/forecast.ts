import { DAY, type Instant } from '../time/clock.ts';
import { type FreezeSpan, freezeSpans, frozenAt } from '../time/freezes.ts';
import { type Occurrence, occurrences } from '../time/occurrences.ts';
import type { Plan, SwitchRule, Window } from './plan.ts';

/** One due time of a rule, and what would become of it. */
export type Foreseen = Occurrence & {
  /** The freeze in which it falls: nothing would be sent. */
  readonly freeze?: string;
};

export interface RuleForecast {
  readonly rule: SwitchRule;
  readonly window: Window;
  readonly foreseen: readonly Foreseen[];
}

/**
 * What each rule would do in [from, to), by the plan alone: no records, no vendor, no network.
 *
 * A rule by days since the last proof is followed as if its last proof lay before `from` and every switchover that no
 * freeze stops were proven on the night it is due.
 */
export function forecast(plan: Plan, from: Instant, to: Instant): readonly RuleForecast[] {
  const spans = freezeSpans(plan.freezes);
  return plan.rules.flatMap((rule) => {
    if ('never' in rule) return [];
    const window = plan.windows[rule.window];
    return window === undefined ? [] : [{ rule, window, foreseen: foresee(rule, window, spans, from, to) }];
  });
}

function foresee(
  { cadence }: SwitchRule,
  window: Window,
  spans: readonly FreezeSpan[],
  from: Instant,
  to: Instant,
): readonly Foreseen[] {
  const all = occurrences({ cadence, window }, from, to).map((occurrence) => withFreeze(occurrence, spans));
  return cadence.kind === 'days-since-proven' ? eachProven(all, cadence.days * DAY) : all;
}

/** Without a proof every opening is due; each one that goes through puts the next one off. */
function eachProven(all: readonly Foreseen[], gap: number): readonly Foreseen[] {
  const kept: Foreseen[] = [];
  let nextAt = Number.NEGATIVE_INFINITY;
  for (const foreseen of all) {
    if (foreseen.dueAt < nextAt) continue;
    kept.push(foreseen);
    if (foreseen.kind === 'due' && foreseen.freeze === undefined) nextAt = foreseen.dueAt + gap;
  }
  return kept;
}

function withFreeze(occurrence: Occurrence, spans: readonly FreezeSpan[]): Foreseen {
  const freeze = frozenAt(spans, occurrence.dueAt);
  return freeze === undefined ? occurrence : { ...occurrence, freeze: freeze.name };
}
