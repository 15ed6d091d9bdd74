import { makeMemoryJournal } from '../../shared/engine/journal-memory.ts';
import { makeEngine } from '../../shared/engine/make-engine.ts';
import { makeVirtualClock } from '../engine/virtual-clock.ts';
import { NIGHT } from '../steps/rig.ts';
import { countHistory } from './counts.ts';
import { gigabyteSeconds } from './durations.ts';
import type { Billed } from './price.ts';

/** Polls each 10 s for two minutes, and then knows. */
const POLLS = 12;
const POLL_SECONDS = 10;

const task = (Next: string) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'naive', Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  Next,
});

const decision = (condition: string, Next: string, Default: string) => ({
  Type: 'Choice',
  Choices: [{ Condition: `{% ${condition} %}`, Next }],
  Default,
});

/** The workflow that most would write: a function for each step, and a Wait, a Poll and a Choice for each look. */
const NAIVE = {
  QueryLanguage: 'JSONata',
  StartAt: 'Begin',
  States: {
    Begin: { Type: 'Pass', Next: 'ReadSettings' },
    ReadSettings: task('Frozen'),
    Frozen: decision('$states.input.good', 'CheckWindow', 'Ended'),
    CheckWindow: task('InWindow'),
    InWindow: decision('$states.input.good', 'TakeLock', 'Ended'),
    TakeLock: task('Locked'),
    Locked: decision('$states.input.good', 'DescribeInstance', 'Ended'),
    DescribeInstance: task('Switchable'),
    Switchable: decision('$states.input.good', 'SwitchOver', 'Ended'),
    SwitchOver: task('Wait'),
    Wait: { Type: 'Wait', Seconds: POLL_SECONDS, Next: 'Poll' },
    Poll: task('Done'),
    Done: decision(`$states.input.calls >= ${5 + POLLS}`, 'Verify', 'Wait'),
    Verify: task('Verified'),
    Verified: decision('$states.input.good', 'Record', 'Ended'),
    Record: task('Notify'),
    Notify: task('Ended'),
    Ended: { Type: 'Succeed' },
  },
} as const;

/** One call of such a design: its memory, its time, and the time that a cold one takes besides. */
const CALL = { megabytes: 512, milliseconds: 180, cold: 6, coldMilliseconds: 250 } as const;
/** An execution logged whole, level ALL with data; a lock, a record and a few reads. */
const REST = { logBytes: 160_000, writeUnits: 10, readUnits: 8, traces: 0 } as const;

/**
 * What a run of the naive design is billed for: states and calls from the engine's history of it. A secret is read in each
 * call, the log is whole, and memory and time of a call are what such designs are given by default.
 */
export async function playNaive(): Promise<Billed> {
  const { states, retries, invocations } = countHistory(await naiveHistory());
  const calls = invocations.length;
  const milliseconds = calls * CALL.milliseconds + CALL.cold * CALL.coldMilliseconds;
  return {
    stateTransitions: states + retries,
    lambdaRequests: calls,
    lambdaGigabyteSeconds: gigabyteSeconds(milliseconds, CALL.megabytes),
    secretReads: calls,
    busEvents: 1,
    scheduledCalls: 1,
    queueRequests: 0,
    ...REST,
  };
}

async function naiveHistory() {
  const clock = makeVirtualClock(NIGHT);
  let calls = 0;
  const engine = makeEngine({
    definition: NAIVE,
    functions: {
      naive: async () => {
        calls += 1;
        return { good: true, calls };
      },
    },
    journal: makeMemoryJournal(),
    clock,
    random: () => 0.5,
    ids: () => '00000000-0000-4000-8000-000000000000',
    onFault: (_name, fault) => {
      throw fault;
    },
    executionId: (name) => `naive:${name}`,
    stateMachine: { id: 'naive', name: 'naive' },
  });
  await engine.start('naive', {});
  await clock.runUntil(() => false);
  return await engine.history('naive');
}
