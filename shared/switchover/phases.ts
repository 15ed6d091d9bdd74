/** The phases of a run, in order; SENDING and OBSERVING alternate, once a send. */
export const PHASES = ['ACCEPTED', 'WAITING', 'CLAIMED', 'PINNED', 'SENDING', 'OBSERVING', 'CLOSED'] as const;
export type Phase = (typeof PHASES)[number];

/** What a step does on finding its own run in a phase. */
export type Action =
  | 'become the executor, ask the gates, claim'
  | 'on to SwitchOver'
  | 'on to PollStatus'
  | 'on to RecordOutcome'
  | 'evaluate, choose, close'
  | 'pin, then send'
  | 'send'
  | 'next batch, or on to PollStatus'
  | 'nothing to observe'
  | 'observe as ambiguous'
  | 'observe'
  | 'close'
  | 'close, nothing was sent'
  | 'close by evidence'
  | 'announce'
  | 'exit';

/** The steps that act on a run's phase. */
export type StepOfRun = 'CheckWindow' | 'SwitchOver' | 'PollStatus' | 'RecordOutcome';

/**
 * PROTOCOL's table of steps and phases, for the run's own executor: the platform's retry of a step resumes by it.
 *
 * In ACCEPTED and WAITING, SwitchOver serves only observe mode and dry run. In SENDING nothing is ever sent: the step
 * that died there may have sent already.
 */
const TABLE: Readonly<Record<StepOfRun, Readonly<Record<Phase, Action>>>> = {
  CheckWindow: {
    ACCEPTED: 'become the executor, ask the gates, claim',
    WAITING: 'become the executor, ask the gates, claim',
    CLAIMED: 'on to SwitchOver',
    PINNED: 'on to SwitchOver',
    SENDING: 'on to PollStatus',
    OBSERVING: 'on to PollStatus',
    CLOSED: 'on to RecordOutcome',
  },
  SwitchOver: {
    ACCEPTED: 'evaluate, choose, close',
    WAITING: 'evaluate, choose, close',
    CLAIMED: 'pin, then send',
    PINNED: 'send',
    SENDING: 'on to PollStatus',
    OBSERVING: 'next batch, or on to PollStatus',
    CLOSED: 'exit',
  },
  PollStatus: {
    ACCEPTED: 'nothing to observe',
    WAITING: 'nothing to observe',
    CLAIMED: 'nothing to observe',
    PINNED: 'nothing to observe',
    SENDING: 'observe as ambiguous',
    OBSERVING: 'observe',
    CLOSED: 'exit',
  },
  RecordOutcome: {
    ACCEPTED: 'close',
    WAITING: 'close',
    CLAIMED: 'close, nothing was sent',
    PINNED: 'close, nothing was sent',
    SENDING: 'close by evidence',
    OBSERVING: 'close by evidence',
    CLOSED: 'announce',
  },
};

/** What the step does when its run is in that phase. */
export const whatTo = (step: StepOfRun, phase: Phase): Action => TABLE[step][phase];

/** Which phase may follow which. CLOSED is final. */
const FOLLOWERS: Readonly<Record<Phase, readonly Phase[]>> = {
  ACCEPTED: ['WAITING', 'CLAIMED', 'CLOSED'],
  WAITING: ['CLAIMED', 'CLOSED'],
  CLAIMED: ['PINNED', 'CLOSED'],
  PINNED: ['SENDING', 'CLOSED'],
  SENDING: ['OBSERVING', 'CLOSED'],
  OBSERVING: ['SENDING', 'CLOSED'],
  CLOSED: [],
};

/** Whether a run may go from one phase to the other. */
export const mayFollow = (from: Phase, to: Phase): boolean => FOLLOWERS[from].includes(to);
