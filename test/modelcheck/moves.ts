import { advance, changed } from '../../shared/protocol/advance.ts';
import { type Closing, close } from '../../shared/protocol/close.ts';
import { keys } from '../../shared/protocol/keys.ts';
import { LONGEST_CHANGE, MARGIN } from '../../shared/protocol/lease.ts';
import { pin } from '../../shared/protocol/pins.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { markNotSent } from '../../shared/protocol/send.ts';
import { settleRun } from '../../shared/protocol/settlement.ts';
import { evidenceOf } from '../../shared/steps/evidence.ts';
import type { RunFile } from '../../shared/steps/run-file.ts';
import { planBatches } from '../../shared/switchover/batches.ts';
import { decide } from '../../shared/switchover/decisions.ts';
import { notAfterOf } from '../../shared/switchover/gates/room.ts';
import { type Look, remember } from '../../shared/switchover/looks.ts';
import { judge } from '../../shared/switchover/outcome.ts';
import { seeRoles } from '../../shared/switchover/progress.ts';
import { settleHold } from '../../shared/switchover/settling.ts';
import { chooseTargets } from '../../shared/switchover/targets.ts';
import { SECOND } from '../../shared/time/clock.ts';
import type { Rules } from './rules.ts';
import { vendorMoves } from './vendor.ts';
import {
  type Bytes,
  fileOf,
  LIFE,
  leaseIn,
  PLAN,
  REQUEST_TIMEOUT,
  SETTINGS,
  SETTLE,
  type Setting,
  type State,
  shardsOf,
  transacted,
  type Worker,
} from './world.ts';

/** One thing that can happen next. `broken` names a promise that it breaks. */
export interface Move {
  readonly what: string;
  readonly next: State;
  readonly broken?: string;
}

const LIMITS = { margin: MARGIN, change: LONGEST_CHANGE };

const happening = (kind: string, now: number) => ({ kind, at: now, by: 'model', detail: {} });

/** Everything that can happen in a state: any worker's next step, settle, the operator, the endpoint, time. */
export function movesFrom(setting: Setting, rules: Rules, state: State): readonly Move[] {
  const moves = [
    ...state.workers.flatMap((worker, index) => workerMoves(setting, rules, state, worker, index)),
    ...setting.runs.flatMap((runId) => overseerMoves(setting, rules, state, fileOf(state, runId))),
    ...vendorMoves(setting, rules, state),
    ...clockMoves(setting, state),
  ];
  return rules.versioned ? moves.map((move) => ({ ...move, next: withoutStaleViews(move.next) })) : moves;
}

/** A worker whose view of its run is out of date can commit nothing any more: it is as good as idle. */
function withoutStaleViews(state: State): State {
  const stale = (worker: Worker) =>
    worker.at === 'read' && fileOf(state, worker.run.runId).run.version !== worker.run.version;
  if (!state.workers.some(stale)) return state;
  return { ...state, workers: state.workers.map((worker) => (stale(worker) ? { at: 'idle' } : worker)) };
}

function clockMoves({ seconds }: Setting, state: State): readonly Move[] {
  const next = seconds.map((second) => second * SECOND).find((instant) => instant > state.now);
  if (next === undefined) return [];
  // The one thing that is taken for granted of the endpoint: no change takes longer than the longest.
  if (state.changing.some(({ startedAt }) => startedAt + LONGEST_CHANGE < next)) return [];
  return [{ what: `the clock goes to ${next / SECOND} s`, next: { ...state, now: next } }];
}

const withWorker = (state: State, index: number, worker: Worker): State => ({
  ...state,
  workers: state.workers.map((one, place) => (place === index ? worker : one)),
});

function workerMoves(
  setting: Setting,
  rules: Rules,
  state: State,
  worker: Worker,
  index: number,
): readonly Move[] {
  const me = `worker ${index + 1}`;
  const rest = withWorker(state, index, { at: 'idle' });
  switch (worker.at) {
    case 'idle':
      return setting.runs.flatMap((runId) => {
        const { run } = fileOf(state, runId);
        const read = { at: 'read', run, lease: leaseIn(state), expiresAt: state.now + LIFE } as const;
        return [
          { what: `${me} reads run ${runId} (${run.phase}) and signs`, next: withWorker(state, index, read) },
        ];
      });
    case 'read':
      return attempts(setting, rules, state, worker, index);
    case 'claimed':
      return [lastLook(rules, state, worker, index)];
    case 'looked':
      return [
        {
          what: `${me} sends batch ${worker.bytes.batch} of run ${worker.bytes.run}`,
          next: {
            ...withWorker(state, index, { ...worker, at: 'sent' }),
            underWay: [...state.underWay, worker.bytes],
          },
        },
      ];
    case 'sent':
      return [
        {
          what: `${me} gives up waiting for the answer`,
          next: withWorker(state, index, { ...worker, at: 'answered', answer: 'ambiguous' }),
        },
      ];
    case 'answered': {
      const { bytes, run, by, answer } = worker;
      const { writes } = rules.recordAnswer(run, { ...bytes, by }, { kind: answer }, state.now);
      const next = transacted(rest, writes) ?? transacted(rest, writes.slice(1)) ?? rest;
      return [{ what: `${me} writes the answer of run ${bytes.run}: ${answer}`, next }];
    }
  }
}

type Reading = Extract<Worker, { at: 'read' }>;

/** Any transaction that a step might try on what was read, whatever its phase: the conditions alone decide. */
function attempts(
  setting: Setting,
  rules: Rules,
  state: State,
  { run, lease, expiresAt }: Reading,
  index: number,
): readonly Move[] {
  const me = `worker ${index + 1}`;
  const rest = withWorker(state, index, { at: 'idle' });
  const moves: Move[] = [{ what: `${me} gives up run ${run.runId}`, next: rest }];
  const { now } = state;
  const event = happening('CLAIMED', now);
  const claimed = rules.claim(run, {
    executor: `x${run.runId}`,
    lease,
    slots: [],
    now,
    life: LIFE,
    event,
    last: undefined,
  });
  const owning = transacted(rest, claimed.writes);
  const over = fileOf(state, run.runId).run.phase === 'CLOSED';
  if (owning !== undefined) {
    const broken = over && { broken: `run ${run.runId} has its outcome, and goes again` };
    moves.push({ what: `${me} claims run ${run.runId} and the lease`, next: owning, ...broken });
  }
  const pinned = pinsFor(setting, state, run);
  const pinning = pinned && transacted(rest, pinned);
  if (pinning) moves.push({ what: `${me} pins the targets of run ${run.runId}`, next: pinning });
  for (let batch = 1; batch <= setting.shards; batch += 1) {
    for (let attempt = 1; attempt <= (setting.throttles ? 2 : 1); attempt += 1) {
      moves.push(...claimsOfSend(rules, state, { at: 'read', run, lease, expiresAt }, index, batch, attempt));
    }
  }
  return moves;
}

function pinsFor(setting: Setting, state: State, run: Run) {
  const choice = chooseTargets(shardsOf(setting, state), { kind: 'any' });
  if (!choice.chosen) return undefined;
  return pin(run, planBatches(choice.pins, 1)).writes;
}

function claimsOfSend(
  rules: Rules,
  state: State,
  { run, expiresAt }: Reading,
  index: number,
  batch: number,
  attempt: number,
): readonly Move[] {
  const targets = fileOf(state, run.runId)
    .pins.find((one) => one.batch === batch)
    ?.pins.map((one) => one.target);
  if (targets === undefined) return [];
  const by = `${run.runId}/${batch}/${attempt}/${expiresAt}`;
  const { now } = state;
  const send = { batch, attempt, by, targets, lifeEndsAt: expiresAt, now, last: undefined };
  const claimed = rules.claimSend(run, { ...send, event: happening('SENDING', now) });
  const bytes: Bytes = { run: run.runId, batch, attempt, targets, expiresAt, stopped: false };
  const next = transacted(
    withWorker(state, index, { at: 'claimed', bytes, run: claimed.after, by }),
    claimed.writes,
  );
  if (next === undefined) return [];
  const what = `worker ${index + 1} claims the send of run ${run.runId}, batch ${batch}, attempt ${attempt}`;
  return [{ what, next }];
}

/** Phase, stop, clock; then the bytes leave, or the send is marked as never sent. */
function lastLook(
  rules: Rules,
  state: State,
  worker: Extract<Worker, { at: 'claimed' | 'looked' | 'sent' }>,
  index: number,
): Move {
  const { bytes, run, by } = worker;
  const present = fileOf(state, bytes.run).run;
  const ends = bytes.expiresAt - REQUEST_TIMEOUT;
  const latestAt = Math.min(notAfterOf(state.now, run.opening, [], MARGIN) ?? ends, ends);
  const stops = state.stopped && rules.heedsStops;
  const me = `worker ${index + 1}`;
  if (rules.stillSending(present, run) && !stops && rules.inTime(state.now, latestAt)) {
    const looked = { ...worker, at: 'looked', bytes: { ...bytes, stopped: state.stopped } } as const;
    return {
      what: `${me} takes the last look for run ${bytes.run}: go`,
      next: withWorker(state, index, looked),
    };
  }
  const rest = withWorker(state, index, { at: 'idle' });
  const mark = markNotSent(by, keys.send(bytes.run, bytes.batch, bytes.attempt), 'LAST_LOOK');
  const refusal = {
    answer: 'no',
    reason: 'WINDOW',
    decision: decide('LAST_LOOK_TOO_LATE', { latestAt }),
  } as const;
  const stored = { ...refusal, decision: { code: refusal.decision.code, data: { latestAt } } };
  const next =
    transacted(rest, [advance(run, { refusal: stored }), mark]) ?? transacted(rest, [mark]) ?? rest;
  return { what: `${me} takes the last look for run ${bytes.run}: not sent`, next };
}

/** What PollStatus, RecordOutcome, settle and the operator do to a run. Each is one read and one transaction. */
function overseerMoves(setting: Setting, rules: Rules, state: State, file: RunFile): readonly Move[] {
  const { run, sends } = file;
  if (run.phase === 'CLOSED') return run.hold ? heldMoves(setting, rules, state, file) : [];
  const moves: Move[] = [];
  if (setting.stops && !state.stopped) {
    moves.push({ what: 'the operator stops everything', next: { ...state, stopped: true } });
  }
  if (sends.length === 0) {
    const decision = decide('CANCELLED_BY', { by: 'operator' });
    const closing = { outcome: 'CANCELLED', reason: 'CANCELLED', decision, hold: false } as const;
    moves.push(...closed(setting, rules, state, file, closing));
    return moves;
  }
  return [...moves, ...observed(setting, rules, state, file)];
}

function lookAt(setting: Setting, state: State, { run, pins }: RunFile): Look {
  const shards = shardsOf(setting, state);
  const batch = pins.find((one) => one.batch === (run.lastBatch ?? 1))?.pins ?? [];
  return {
    at: state.now,
    batch: seeRoles(batch, shards).overall,
    all: seeRoles(
      pins.flatMap((one) => one.pins),
      shards,
    ).overall,
    status: 'Running',
  };
}

/** One look, remembered on the run; `verified` raised; closed where the evidence decides. */
function observed(setting: Setting, rules: Rules, state: State, file: RunFile): readonly Move[] {
  const { run } = file;
  const looks = [...remember(run.looks ?? [], lookAt(setting, state, file))];
  const evidence = evidenceOf(file, PLAN, SETTINGS, looks, state.now);
  const quiet = rules.quietFrom(file.sends, LIMITS);
  const judged = {
    ...evidence,
    noEffectCanLand: rules.noEffectCanLand(file.sends, state.now, MARGIN),
    deadline: quiet === undefined && evidence.deadline !== undefined ? state.now - 1 : evidence.deadline,
  };
  const verified = rules.batchIsProven(judged) ? (run.lastBatch ?? 1) : run.verified;
  const change: Partial<Run> = { looks, verified };
  const seen = transacted(state, [advance(run, change)]);
  if (seen === undefined) return [];
  const moves: Move[] = [
    { what: `the watcher looks at run ${run.runId}: ${looks.at(-1) && seenIn(looks)}`, next: seen },
  ];
  const ruling = judge({ ...judged, verified });
  if ('keepObserving' in ruling) return moves;
  const after = { ...file, run: changed(run, change) };
  return [...moves, ...closed(setting, rules, seen, after, ruling)];
}

const seenIn = (looks: readonly Look[]) => {
  const last = looks.at(-1);
  return last !== undefined && 'all' in last ? last.all : 'unreadable';
};

/** The close transaction, refused where it would free the lease while an effect can still land. */
function closed(
  setting: Setting,
  rules: Rules,
  state: State,
  file: RunFile,
  closing: Closing,
): readonly Move[] {
  const { run, sends, pins } = file;
  if (!closing.hold && !rules.noEffectCanLand(sends, state.now, MARGIN)) return [];
  const lease = leaseIn(state);
  const next = transacted(
    state,
    close(run, {
      closing,
      by: 'model',
      now: state.now,
      last: undefined,
      claimedASend: sends.length > 0,
      ownsLease: lease?.owner === run.runId && lease.fence === run.fence,
      memory: {},
      evidence: {},
    }).writes,
  );
  if (next === undefined) return [];
  const seen = seeRoles(
    pins.flatMap((one) => one.pins),
    shardsOf(setting, state),
  ).overall;
  const proven = closing.outcome !== 'SUCCEEDED' || seen === 'on target';
  const silent = !['SUCCEEDED', 'PARTIAL', 'UNKNOWN'].includes(closing.outcome) && !state.failedOver;
  const effects = state.effects.some((effect) => effect.startsWith(run.runId));
  return [
    {
      what: `run ${run.runId} is closed as ${closing.outcome} · ${closing.reason}${closing.hold ? ', held' : ''}`,
      next,
      ...(!proven && { broken: 'SUCCEEDED, and the roles are not as wanted' }),
      ...(silent && effects && { broken: `${closing.outcome}, and it was executed` }),
    },
  ];
}

/** Settle frees an UNKNOWN by two looks; a person may acknowledge once in this world. */
function heldMoves(setting: Setting, rules: Rules, state: State, file: RunFile): readonly Move[] {
  const { run, sends } = file;
  const { now } = state;
  const quiet = rules.quietFrom(sends, LIMITS);
  const unsafe = run.outcome === 'UNKNOWN' || !rules.noEffectCanLand(sends, now, MARGIN);
  const early = unsafe && quiet !== undefined && now <= quiet;
  if (early) return [];
  const lease = leaseIn(state);
  const ownsLease = lease?.owner === run.runId && lease.fence === run.fence;
  const settlement = { by: 'model', now, last: undefined, ownsLease, memory: {} };
  const moves: Move[] = [];
  if (!state.acknowledged) {
    const as = {
      as: 'ACKNOWLEDGED',
      decision: decide('ACKNOWLEDGED_BY', { by: 'operator', reason: 'seen' }),
    } as const;
    const next = transacted(
      { ...state, acknowledged: true },
      settleRun(run, { ...as, ...settlement }).writes,
    );
    if (next) moves.push({ what: `a person acknowledges run ${run.runId}`, next });
  }
  if (run.outcome !== 'UNKNOWN' || !ownsLease) return moves;
  const looks = [...remember(run.looks ?? [], lookAt(setting, state, file), quiet)];
  const settling = settleHold({ sends, looks, now, settle: SETTLE, ...LIMITS });
  const next =
    'notYet' in settling
      ? transacted(state, [advance(run, { looks })])
      : transacted(state, settleRun(run, { ...settling, ...settlement }).writes);
  const as = 'notYet' in settling ? 'looks at' : `settles as ${settling.as}`;
  return next ? [...moves, { what: `settle ${as} run ${run.runId}`, next }] : moves;
}
