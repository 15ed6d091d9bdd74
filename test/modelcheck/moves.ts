import { LONGEST_CHANGE } from '../../shared/protocol/lease.ts';
import { SECOND } from '../../shared/time/clock.ts';
import { fileOf } from './items.ts';
import { overseerMoves } from './overseer.ts';
import { stepBreaks } from './promises.ts';
import type { Rules } from './rules.ts';
import { runIds, type Setting } from './setting.ts';
import { vendorMoves } from './vendor.ts';
import { workerMoves } from './worker.ts';
import type { State, Worker } from './world.ts';

/** One thing that can happen next. `broken` names a promise that it breaks. */
export interface Move {
  readonly what: string;
  readonly next: State;
  readonly broken?: string | undefined;
}

/** Everything that can happen in a state: any worker's next step, settle, the operator, the endpoint, time. */
export function movesFrom(setting: Setting, rules: Rules, state: State): readonly Move[] {
  const moves: readonly Move[] = [
    ...state.workers.flatMap((worker, index) =>
      isLikeAnother(setting, state, index) ? [] : workerMoves(setting, rules, state, worker, index),
    ),
    ...runIds(setting).flatMap((runId) => overseerMoves(setting, rules, state, fileOf(state, runId))),
    ...vendorMoves(setting, rules, state),
    ...operatorMoves(setting, state),
    ...clockMoves(setting, state),
  ];
  return moves.map((move) => ({
    ...move,
    broken: move.broken ?? stepBreaks(setting, state, move.next),
    next: setting.views === 'fresh' ? withoutStaleViews(move.next) : move.next,
  }));
}

/** Two workers that stand idle by the same clock can do the same: once is enough. */
const isLikeAnother = ({ skew }: Setting, { workers }: State, index: number): boolean =>
  index > 0 && skew.worker === 0 && workers.every((worker) => worker.at === 'idle');

/** Of views that are out of date one world says that they can commit nothing; in the others they are as good as none. */
function withoutStaleViews(state: State): State {
  if (!state.workers.some((worker) => isStale(state, worker))) return state;
  return {
    ...state,
    workers: state.workers.map((worker) => (isStale(state, worker) ? { at: 'idle' } : worker)),
  };
}

const isStale = (state: State, worker: Worker): boolean =>
  (worker.at === 'renewed' || worker.at === 'signed') &&
  fileOf(state, worker.run.runId).run.version !== worker.run.version;

const operatorMoves = ({ stops }: Setting, state: State): readonly Move[] =>
  stops && !state.stopped
    ? [{ what: 'the operator stops everything', next: { ...state, stopped: true } }]
    : [];

function clockMoves({ seconds }: Setting, state: State): readonly Move[] {
  const next = seconds.map((second) => second * SECOND).find((instant) => instant > state.now);
  if (next === undefined) return [];
  // The one thing that is taken for granted of the endpoint: no change takes longer than the longest.
  if (state.changing.some(({ startedAt }) => startedAt + LONGEST_CHANGE < next)) return [];
  return [{ what: `the clock goes to ${next / SECOND} s`, next: { ...state, now: next } }];
}
