import type { Plan, SwitchRule } from '../plan/plan.ts';
import { LONGEST_CHANGE, MARGIN } from '../protocol/lease.ts';
import type { Run } from '../protocol/run.ts';
import { type ClaimedSend, MOST_ATTEMPTS } from '../protocol/send.ts';
import { decide } from '../switchover/decisions.ts';
import type { Evidence } from '../switchover/evidence.ts';
import { notAfterOf } from '../switchover/gates/room.ts';
import type { Look } from '../switchover/looks.ts';
import { deadlineOf, noEffectCanLand } from '../switchover/sends.ts';
import type { Instant, Milliseconds } from '../time/clock.ts';
import { storedDecision } from './decision.ts';
import { ruleOf } from './plan-in-force.ts';
import type { Settings } from './ports.ts';
import type { RunFile } from './run-file.ts';

/** Gathers what table A judges by from a run's file and the looks taken. */
export function evidenceOf(
  file: RunFile,
  plan: Plan,
  settings: Settings,
  looks: readonly Look[],
  now: Instant,
): Evidence {
  const { run, sends } = file;
  const rule = ruleOf(plan, run);
  const refusal = run.refusal && { ...run.refusal, decision: storedDecision(run.refusal.decision) };
  const sentNothing = sends.every((send) => send.answer === 'NOT_SENT');
  const deadline = deadlineFor(sends, rule);
  const pastDeadline = deadline !== undefined && now > deadline;
  return {
    sends,
    batches: run.batches ?? 0,
    verified: run.verified,
    looks,
    now,
    settle: rule.settle,
    deadline,
    noEffectCanLand: noEffectCanLand(sends, now, MARGIN),
    taskOfOurs: run.taskOfOurs === true,
    throttledForGood: pastDeadline || throttledForGood(run, sends.at(-1), settings.signatureLife, now),
    ...(refusal !== undefined && !sentNothing && { stoppedBetween: { gate: 'rule', ...refusal } }),
    ...(sentNothing && { skip: refusal ?? nothingToDo(file) }),
  };
}

/** When observing gives up; `undefined` when nothing left the machine. */
export const deadlineFor = (sends: readonly ClaimedSend[], rule: SwitchRule): Instant | undefined =>
  deadlineOf(sends, { giveUpAfter: rule.giveUpAfter, margin: MARGIN, change: LONGEST_CHANGE });

/** Whether a throttled batch may not be tried again: attempts or opening used up, or a gate said no. */
export function throttledForGood(
  run: Run,
  last: ClaimedSend | undefined,
  life: Milliseconds,
  now: Instant,
): boolean {
  if (last?.answer !== 'throttled') return false;
  return last.attempt >= MOST_ATTEMPTS || run.refusal !== undefined || noRoom(run, life, now);
}

function noRoom(run: Run, life: Milliseconds, now: Instant): boolean {
  const notAfter = notAfterOf(now, run.opening, [], MARGIN);
  return notAfter !== undefined && now + life > notAfter;
}

/** Every shard on target without us. A run that has not seen that has no such reason. */
function nothingToDo({ run, pins }: RunFile) {
  if (run.batches === undefined || run.verified < run.batches) return undefined;
  const shards = pins.flatMap((batch) => batch.pins).length;
  return {
    reason: 'ALREADY_PRIMARY' as const,
    decision: decide('ALL_TARGETS_ALREADY_PRIMARY', { shards }),
  };
}
