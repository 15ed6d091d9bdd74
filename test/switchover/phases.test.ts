import { describe, expect, it } from 'vitest';
import { mayFollow, PHASES, type Phase, type StepOfRun, whatTo } from '../../shared/switchover/phases.ts';

const STEPS: readonly StepOfRun[] = ['CheckWindow', 'SwitchOver', 'PollStatus', 'RecordOutcome'];
const BEFORE_ANY_SEND: readonly Phase[] = ['ACCEPTED', 'WAITING', 'CLAIMED', 'PINNED'];

describe('the table of steps and phases', () => {
  it.each([
    ['CheckWindow', 'ACCEPTED', 'become the executor, ask the gates, claim'],
    ['CheckWindow', 'WAITING', 'become the executor, ask the gates, claim'],
    ['CheckWindow', 'PINNED', 'on to SwitchOver'],
    ['CheckWindow', 'SENDING', 'on to PollStatus'],
    ['CheckWindow', 'CLOSED', 'on to RecordOutcome'],
    ['SwitchOver', 'WAITING', 'evaluate, choose, close'],
    ['SwitchOver', 'CLAIMED', 'pin, then send'],
    ['SwitchOver', 'PINNED', 'send'],
    ['SwitchOver', 'SENDING', 'on to PollStatus'],
    ['SwitchOver', 'OBSERVING', 'next batch, or on to PollStatus'],
    ['SwitchOver', 'CLOSED', 'exit'],
    ['PollStatus', 'PINNED', 'nothing to observe'],
    ['PollStatus', 'SENDING', 'observe as ambiguous'],
    ['PollStatus', 'OBSERVING', 'observe'],
    ['PollStatus', 'CLOSED', 'exit'],
    ['RecordOutcome', 'ACCEPTED', 'close'],
    ['RecordOutcome', 'CLAIMED', 'close, nothing was sent'],
    ['RecordOutcome', 'SENDING', 'close by evidence'],
    ['RecordOutcome', 'CLOSED', 'announce'],
  ] as const)('%s in %s: %s', (step, phase, action) => {
    expect(whatTo(step, phase)).toBe(action);
  });

  it('sends only in phases in which no answer is awaited, and never from a phase that may have sent just now', () => {
    const sending = STEPS.flatMap((step) =>
      PHASES.filter((phase) => /send|next batch/.test(whatTo(step, phase))).map(
        (phase) => `${step} ${phase}`,
      ),
    );

    expect(sending).toEqual(['SwitchOver CLAIMED', 'SwitchOver PINNED', 'SwitchOver OBSERVING']);
  });

  it('judges by evidence exactly once something may have been sent', () => {
    for (const phase of PHASES) {
      const byEvidence = whatTo('RecordOutcome', phase) === 'close by evidence';
      expect(byEvidence).toBe(!BEFORE_ANY_SEND.includes(phase) && phase !== 'CLOSED');
    }
  });
});

describe('a run goes', () => {
  it('from phase to phase as far as OBSERVING, and back to SENDING for the next batch', () => {
    const path: Phase[] = ['ACCEPTED', 'WAITING', 'CLAIMED', 'PINNED', 'SENDING', 'OBSERVING', 'SENDING'];

    expect(path.slice(1).every((phase, index) => mayFollow(path[index] ?? 'CLOSED', phase))).toBe(true);
  });

  it('to CLOSED from everywhere, and nowhere from there', () => {
    expect(PHASES.filter((phase) => mayFollow(phase, 'CLOSED'))).toEqual(PHASES.slice(0, -1));
    expect(PHASES.filter((phase) => mayFollow('CLOSED', phase))).toEqual([]);
  });

  it.each([
    ['ACCEPTED', 'PINNED'],
    ['CLAIMED', 'SENDING'],
    ['PINNED', 'OBSERVING'],
    ['SENDING', 'SENDING'],
    ['OBSERVING', 'PINNED'],
    ['CLAIMED', 'ACCEPTED'],
  ] as const)('never from %s to %s', (from, to) => {
    expect(mayFollow(from, to)).toBe(false);
  });
});
