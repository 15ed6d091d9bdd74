import { advance, changed } from '../../shared/protocol/advance.ts';
import type { Closing } from '../../shared/protocol/close.ts';
import { LONGEST_CHANGE } from '../../shared/protocol/lease.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { settleRun } from '../../shared/protocol/settlement.ts';
import { NOBODY_LEFT_TO_SEND } from '../../shared/steps/close-overdue.ts';
import { evidenceOf } from '../../shared/steps/evidence.ts';
import { closingWithoutSend } from '../../shared/steps/record-outcome.ts';
import type { RunFile } from '../../shared/steps/run-file.ts';
import { decide } from '../../shared/switchover/decisions.ts';
import { type Look, remember } from '../../shared/switchover/looks.ts';
import { judge } from '../../shared/switchover/outcome.ts';
import { seeRoles } from '../../shared/switchover/progress.ts';
import { settleHold } from '../../shared/switchover/settling.ts';
import type { Move } from './moves.ts';
import { once } from './once.ts';
import { outcomeBreaks } from './promises.ts';
import type { Rules } from './rules.ts';
import type { Setting } from './setting.ts';
import { clockOf, leaseIn, PLAN, SETTINGS, SETTLE, type State, shardsOf, transacted } from './world.ts';

/** What PollStatus, RecordOutcome, settle and the operator do to a run. Each is one read and one transaction. */
export function overseerMoves(setting: Setting, rules: Rules, state: State, file: RunFile): readonly Move[] {
  const overseer = new Overseer(setting, rules, state, file);
  const { run, sends } = file;
  if (run.phase === 'CLOSED') return run.hold ? overseer.frees() : [];
  return sends.length === 0 ? overseer.closesUnsent() : overseer.observes();
}

/** Whoever looks after one run in one state, by a clock of its own. */
class Overseer {
  readonly #setting: Setting;
  readonly #rules: Rules;
  readonly #state: State;
  readonly #file: RunFile;
  readonly #now: number;
  readonly #limits: { readonly margin: number; readonly change: number };

  constructor(setting: Setting, rules: Rules, state: State, file: RunFile) {
    this.#setting = setting;
    this.#rules = rules;
    this.#state = state;
    this.#file = file;
    this.#now = clockOf(setting, state, 'watcher');
    this.#limits = { margin: rules.margin, change: LONGEST_CHANGE };
  }

  /** Cancelled, or closed by why nothing was sent. */
  closesUnsent(): readonly Move[] {
    const { run } = this.#file;
    const decision = decide('CANCELLED_BY', { by: 'operator' });
    const cancelled = { outcome: 'CANCELLED', reason: 'CANCELLED', decision, hold: false } as const;
    const refused = run.refusal === undefined ? [] : [closingWithoutSend(run)];
    return [cancelled, ...refused].flatMap((closing) => this.#closes(this.#state, this.#file, closing));
  }

  /** One look, remembered on the run; `verified` raised; closed where the evidence decides, sooner if nobody is left to send. */
  observes(): readonly Move[] {
    const { run } = this.#file;
    const { looks, after, writes, ruling, lost } = this.#judged();
    const seen = transacted(this.#rules, this.#state, writes);
    if (seen === undefined) return [];
    const moves: Move[] = [{ what: `the watcher looks at run ${run.runId}: ${seenIn(looks)}`, next: seen }];
    if (!('keepObserving' in ruling)) return [...moves, ...this.#closes(seen, after, ruling)];
    if (!('keepObserving' in lost)) moves.push(...this.#closes(seen, after, lost));
    return moves;
  }

  /** What one look makes of a run: the same for the same run, roles and time. */
  #judged() {
    return once(
      this.#rules,
      this.#file,
      `look ${this.#now} ${this.#state.primaries} ${this.#setting.nodes}`,
      () => {
        const { run } = this.#file;
        const looks = [...remember(run.looks ?? [], this.#look())];
        const evidence = this.#evidence(looks);
        const verified = this.#rules.batchIsProven(evidence) ? (run.lastBatch ?? 1) : run.verified;
        const change: Partial<Run> = { looks, verified };
        return {
          looks,
          after: { ...this.#file, run: changed(run, change) },
          writes: [advance(run, change)],
          ruling: judge({ ...evidence, verified }),
          lost: judge({ ...evidence, verified, stoppedBetween: NOBODY_LEFT_TO_SEND }),
        };
      },
    );
  }

  #evidence(looks: readonly Look[]) {
    const { sends } = this.#file;
    const evidence = evidenceOf(this.#file, PLAN, SETTINGS, looks, this.#now);
    const early = this.#rules.quietFrom(sends, this.#limits) === undefined;
    return {
      ...evidence,
      noEffectCanLand: this.#rules.noEffectCanLand(sends, this.#now, this.#limits.margin),
      deadline: early && evidence.deadline !== undefined ? this.#now - 1 : evidence.deadline,
    };
  }

  #look(): Look {
    const { run, pins } = this.#file;
    const shards = shardsOf(this.#setting, this.#state, run.runId);
    const batch = pins.find((one) => one.batch === (run.lastBatch ?? 1))?.pins ?? [];
    return {
      at: this.#now,
      batch: seeRoles(batch, shards).overall,
      all: this.#seen(),
      status: 'Running',
    };
  }

  #seen() {
    const { run, pins } = this.#file;
    const all = pins.flatMap((one) => one.pins);
    return seeRoles(all, shardsOf(this.#setting, this.#state, run.runId)).overall;
  }

  /** Whether the lease still names this run under its own fence. */
  #ownsLease(): boolean {
    const { run } = this.#file;
    const lease = leaseIn(this.#setting, this.#state, run.runId);
    return lease?.owner === run.runId && lease.fence === run.fence;
  }

  /** The close transaction, refused where it would free the lease while an effect can still land. */
  #closes(state: State, { run, sends }: RunFile, closing: Closing): readonly Move[] {
    if (!closing.hold && !this.#rules.noEffectCanLand(sends, this.#now, this.#limits.margin)) return [];
    const ownsLease = this.#ownsLease();
    const underWay = this.#rules.underWayUntil(closing.outcome, sends, this.#now, this.#limits) !== undefined;
    const facts = [closing.outcome, closing.reason, this.#now, ownsLease, underWay, sends.length > 0];
    const words = `close ${facts}`;
    const { writes } = once(this.#rules, run, words, () =>
      this.#rules.close(run, {
        closing,
        by: 'model',
        now: this.#now,
        last: undefined,
        claimedASend: sends.length > 0,
        underWay,
        ownsLease,
        memory: {},
        evidence: {},
      }),
    );
    const next = transacted(this.#rules, state, writes);
    if (next === undefined) return [];
    const held = closing.hold ? ', held' : '';
    return [
      {
        what: `run ${run.runId} is closed as ${closing.outcome} · ${closing.reason}${held}`,
        next: closing.hold ? next : withoutPromise(next, run.runId),
        broken: outcomeBreaks(state, run.runId, closing.outcome, this.#seen()),
      },
    ];
  }

  /** Settle frees an UNKNOWN by two looks; a person may acknowledge once in this world. */
  frees(): readonly Move[] {
    const { run, sends } = this.#file;
    const until = this.#rules.underWayUntil(run.outcome, sends, this.#now, this.#limits);
    const quiet = this.#rules.quietFrom(sends, this.#limits);
    const acknowledged = until === undefined ? this.#acknowledges() : [];
    return [...acknowledged, ...(quiet === undefined || this.#now > quiet ? this.#settles(quiet) : [])];
  }

  #settlement() {
    return { by: 'model', now: this.#now, last: undefined, ownsLease: this.#ownsLease(), memory: {} };
  }

  #acknowledges(): readonly Move[] {
    const { run } = this.#file;
    if (this.#state.acknowledged) return [];
    const decision = decide('ACKNOWLEDGED_BY', { by: 'operator', reason: 'seen' });
    const { writes } = settleRun(run, { as: 'ACKNOWLEDGED', decision, ...this.#settlement() });
    const next = transacted(this.#rules, { ...this.#state, acknowledged: true }, writes);
    const what = `a person acknowledges run ${run.runId}`;
    return next ? [{ what, next: withoutPromise(next, run.runId) }] : [];
  }

  #settles(quiet: number | undefined): readonly Move[] {
    const { run, sends } = this.#file;
    if (run.outcome !== 'UNKNOWN' || !this.#ownsLease()) return [];
    const looks = [...remember(run.looks ?? [], this.#look(), quiet)];
    const settling = settleHold({ sends, looks, now: this.#now, settle: SETTLE, ...this.#limits });
    if ('notYet' in settling) {
      const next = transacted(this.#rules, this.#state, [advance(run, { looks })]);
      return next ? [{ what: `settle looks at run ${run.runId}`, next }] : [];
    }
    const { writes } = settleRun(run, { ...settling, ...this.#settlement() });
    const next = transacted(this.#rules, this.#state, writes);
    const what = `settle settles run ${run.runId} as ${settling.as}`;
    return next ? [{ what, next: withoutPromise(next, run.runId) }] : [];
  }
}

function withoutPromise(state: State, runId: string): State {
  const { [runId]: _given, ...promised } = state.promised;
  return { ...state, promised };
}

const seenIn = (looks: readonly Look[]) => {
  const last = looks.at(-1);
  return last !== undefined && 'all' in last ? last.all : 'unreadable';
};
