import type { Outcome } from '../../shared/switchover/codes.ts';
import { mayFollow } from '../../shared/switchover/phases.ts';
import type { Overall } from '../../shared/switchover/progress.ts';
import { fileOf } from './items.ts';
import { runIds, type Setting } from './setting.ts';
import { type Bytes, CLOSES_AT, leaseIn, type State } from './world.ts';

/** The promises that an execution can break. What is judged is what the endpoint does, never what a record says of it. */
export function effectBreaks(
  setting: Setting,
  state: State,
  bytes: Bytes,
  effect: string,
): string | undefined {
  const { run, batch, passed, lapsed } = bytes;
  const instance = setting.runs[run];
  if (state.effects.includes(effect)) return `a second effect of run ${run}, batch ${batch}`;
  if (state.changing.some((change) => setting.runs[change.run] === instance)) return 'two effects in flight';
  if (setting.atOnce !== 'not asked' && state.changing.length >= setting.atOnce) {
    return 'more switchovers at once than the limit allows';
  }
  if (latestClock(setting, state) >= CLOSES_AT) return 'an effect outside the opening';
  if (passed !== undefined) return `an effect whose last look came after ${passed}`;
  const owner = leaseIn(setting, state, run)?.owner;
  if (owner !== run) return `an effect of run ${run} while ${owner ?? 'nobody'} has the lease`;
  return lapsed ? `an effect of run ${run}, whose lease had run out when its send was claimed` : undefined;
}

/** An opening has ended as soon as it has by anybody's clock. */
const latestClock = ({ skew }: Setting, { now }: State) => now + Math.max(0, skew.worker, skew.watcher);

/** A run that is told that it has lost its lease: not while the lease that it was promised lives. */
export function lossBreaks({ promised, now }: State, runId: string): string | undefined {
  const until = promised[runId] ?? 0;
  return until > now
    ? `run ${runId} has lost its lease, which was promised until ${until / 1_000} s`
    : undefined;
}

/** What no step may do to a run: take it back to where it was, or give it another outcome. */
export function stepBreaks(setting: Setting, before: State, after: State): string | undefined {
  if (before.items === after.items) return undefined;
  for (const runId of runIds(setting)) {
    const { run: was } = fileOf(before, runId);
    const { run: is } = fileOf(after, runId);
    if (was === is) continue;
    if (was.outcome !== undefined && is.outcome !== was.outcome) return `run ${runId} has two outcomes`;
    if (was.phase === is.phase || mayFollow(was.phase, is.phase)) continue;
    return was.phase === 'CLOSED'
      ? `run ${runId} has its outcome, and goes again`
      : `run ${runId} goes back from ${was.phase} to ${is.phase}`;
  }
  return undefined;
}

/** What an outcome may not say. A failover can move the roles as a switchover does, so without one only. */
export function outcomeBreaks(
  state: State,
  runId: string,
  outcome: Outcome,
  seen: Overall,
): string | undefined {
  if (outcome === 'SUCCEEDED' && seen !== 'on target') return 'SUCCEEDED, and the roles are not as wanted';
  const silent = !['SUCCEEDED', 'PARTIAL', 'UNKNOWN'].includes(outcome) && !state.failedOver;
  const executed = state.effects.some((effect) => effect.startsWith(`${runId}/`));
  return silent && executed ? `${outcome}, and it was executed` : undefined;
}
