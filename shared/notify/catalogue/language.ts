import type { DecisionCode, GateName, Outcome, Reason, Verdict } from '../../switchover/codes.ts';
import type { TopologyProblem } from '../../switchover/decisions.ts';

/** An instant as a wall shows it in one zone. */
export interface WallClock {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  /** `HH:MM`, or `HH:MM:SS` off the minute. */
  readonly time: string;
  readonly zone: string;
}

export type Unit = 'day' | 'hour' | 'minute' | 'second' | 'millisecond';

/** Everything that one language says. A sentence is a template: see `template.ts`. */
export interface Language {
  readonly sentences: Readonly<Record<DecisionCode, string>>;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly reasons: Readonly<Record<Reason, string>>;
  readonly gates: Readonly<Record<GateName, string>>;
  readonly answers: Readonly<Record<Verdict['answer'], string>>;
  readonly problems: Readonly<Record<TopologyProblem, string>>;
  readonly units: Readonly<Record<Unit, string>>;
  /** Stands where a record of another version lacks what its sentence needs. */
  readonly unknown: string;
  readonly wallClock: (at: WallClock) => string;
  /** The first of some names, and how many more there are. */
  readonly list: (names: readonly string[], more: number) => string;
  readonly closing: (outcome: string, reason: string, sentence: string) => string;
}
