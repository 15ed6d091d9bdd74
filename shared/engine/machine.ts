import type { Frame, Outcome } from './frame.ts';
import { type ChoiceState, runChoice } from './states/choice.ts';
import { type FailState, runFail } from './states/fail.ts';
import { type PassState, runPass } from './states/pass.ts';
import { runSucceed, type SucceedState } from './states/succeed.ts';
import { runTask, type TaskState } from './states/task.ts';
import { runWait, type WaitState } from './states/wait.ts';

export type State = PassState | TaskState | ChoiceState | WaitState | SucceedState | FailState;

/** A definition that was read without a fault. */
export interface Machine {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
  /** The functions that the definition names literally, and where. */
  readonly functionNames: readonly {
    readonly state: string;
    readonly field: string;
    readonly functionName: string;
  }[];
  /** The machines that the definition starts by a literal ARN, and where. */
  readonly machineArns: readonly {
    readonly state: string;
    readonly field: string;
    readonly machineArn: string;
  }[];
}

/** Runs one visit of a state to its outcome. Throws `StateFault` when its fields cannot be evaluated. */
export function runState(state: State, frame: Frame): Promise<Outcome> {
  switch (state.type) {
    case 'Pass':
      return runPass(state, frame);
    case 'Task':
      return runTask(state, frame);
    case 'Choice':
      return runChoice(state, frame);
    case 'Wait':
      return runWait(state, frame);
    case 'Succeed':
      return runSucceed(state, frame);
    case 'Fail':
      return runFail(state, frame);
  }
}
