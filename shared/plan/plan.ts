import type { Milliseconds } from '../time/clock.ts';
import type { ChannelKind } from './notify.ts';

/** The checked plan, defaults filled in, every name resolvable. Made by `read.ts`; plain JSON, so it can be stored. */
export interface Plan {
  /** Lower-case hex SHA-256 of the canonical JSON of the plan without this field. */
  readonly hash: string;
  readonly timezone: string;
  readonly accounts: Readonly<Record<string, Account>>;
  readonly windows: Readonly<Record<string, Window>>;
  readonly freezes: readonly Freeze[];
  readonly limits: Limits;
  readonly notify: Readonly<Record<string, NotifyTarget>>;
  /** In the file's order: an instance belongs to the first rule that matches it. */
  readonly rules: readonly Rule[];
  /** How long records are kept. */
  readonly history: Milliseconds;
}

export interface Account {
  readonly name: string;
  readonly provider: 'volcengine' | 'byteplus';
  readonly region: string;
  /** The name of the secret; never the secret. */
  readonly credentials: string;
  readonly mode: 'observe' | 'switch';
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** Half-open [open, close) in wall-clock time of `timezone`, owned by the day on which it opens. */
export interface Window {
  readonly name: string;
  readonly days: readonly Weekday[];
  /** `HH:MM`. */
  readonly open: string;
  /** `HH:MM`; not later than `open` means on the next day. */
  readonly close: string;
  /** Nothing new starts in the last `cutoff` before close. */
  readonly cutoff: Milliseconds;
  readonly timezone: string;
}

/** Whole calendar days in `timezone`, both included. */
export interface Freeze {
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly from: string;
  readonly through: string;
  readonly timezone: string;
}

export interface Limits {
  /** Switchovers in flight per account. */
  readonly atOnce: number;
  /** Switchovers per account and opening day; absent: no limit. */
  readonly perNight?: number;
  /** Tag of which each value may have one switchover in flight; absent: no such limit. */
  readonly onePer?: string;
  /** Consecutive bad outcomes of an account after which it stops. */
  readonly stopAfter: number;
}

/** People to tell: each channel with the name of its secret (`sns`: of its topic), e.g. `{ feishu: 'offpeak/feishu-dba' }`. */
export type NotifyTarget = { readonly [Kind in ChannelKind]?: string } & {
  /** In this order; absent: the deployment's one. */
  readonly languages?: readonly ('en' | 'zh-CN')[];
  /** When the digest leaves, `HH:MM` in the plan's `timezone`; absent: `DEFAULTS.digest`. */
  readonly digest?: string;
};

export type Match = {
  readonly instance?: string;
  /** Have their place in the schema; `match.ts` refuses to decide by them until inventories are read. */
  readonly tag?: Readonly<Record<string, string>>;
  readonly project?: string;
  readonly pattern?: string;
  /** How many instances the rule should match, `low-high`. */
  readonly expect?: { readonly low: number; readonly high: number };
};

export type Target =
  | { readonly kind: 'any' }
  | { readonly kind: 'other-zone' }
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'nodes'; readonly nodes: readonly string[] };

export type Cadence =
  | { readonly kind: 'every-opening' }
  | { readonly kind: 'weekdays'; readonly days: readonly Weekday[] }
  | { readonly kind: 'nth-weekday'; readonly nth: 1 | 2 | 3 | 4 | 'last'; readonly day: Weekday }
  | { readonly kind: 'days-since-proven'; readonly days: number }
  /** `date` (YYYY-MM-DD): the opening of that day. `instant`: that moment, inside the rule's window. */
  | { readonly kind: 'once'; readonly date: string }
  | { readonly kind: 'once'; readonly instant: number };

export type Rule = NeverRule | SwitchRule;

export interface NeverRule {
  readonly name: string;
  readonly match: Match;
  /** The sentence that the plan's author left. */
  readonly never: string;
}

export interface SwitchRule {
  readonly name: string;
  readonly match: Match;
  readonly account: string;
  readonly window: string;
  readonly cadence: Cadence;
  readonly target: Target;
  readonly notify?: string;
  readonly settle: Milliseconds;
  readonly giveUpAfter: Milliseconds;
  readonly cooldown: Milliseconds;
  readonly shardsAtOnce: number;
}
