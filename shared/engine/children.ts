import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../time/clock.ts';
import type { Identity } from './context.ts';
import type { Engine, Execution } from './engine.ts';
import { ExecutionAlreadyExists, ExecutionDoesNotExist, ExecutionRefused } from './errors.ts';
import { ERRORS, type Failure, failure } from './failure.ts';
import { isObject, throughJson } from './json.ts';

/** A machine whose executions a Task of another machine may start: what `states:startExecution` asks the service. */
export interface ChildMachine extends Pick<Engine, 'start' | 'describe' | 'ended' | 'stop'> {
  readonly identity: Identity;
}

/** Machines by the ARN by which a Task names them. */
export type ChildMachines = ReadonlyMap<string, ChildMachine>;

/** What a Task asks for: an execution of this machine. Without a name it gets one that is unique. */
export interface ChildRequest {
  readonly machineArn: string;
  readonly input: unknown;
  readonly name: string | undefined;
}

const ARGUMENTS: readonly string[] = ['StateMachineArn', 'Input', 'Name'];

/** The request in a Task's arguments, or what is wrong with them and where. Without an Input the child's is `{}`, as at the service. */
export function childRequestOf(given: unknown): ChildRequest | { field: string; wrong: string } {
  if (!isObject(given)) return { field: 'Arguments', wrong: 'must be an object with StateMachineArn.' };
  const foreign = Object.keys(given).find((name) => !ARGUMENTS.includes(name));
  if (foreign !== undefined) return { field: `Arguments/${foreign}`, wrong: 'is not interpreted here.' };
  const { StateMachineArn: machineArn, Input: input, Name: name } = given;
  if (typeof machineArn !== 'string')
    return { field: 'Arguments/StateMachineArn', wrong: 'must be the ARN of a state machine.' };
  if (typeof input === 'string')
    return { field: 'Arguments/Input', wrong: 'must be a JSON value: text is not interpreted.' };
  if (name !== undefined && typeof name !== 'string')
    return { field: 'Arguments/Name', wrong: 'must be the name of an execution.' };
  return { machineArn, input: input ?? {}, name };
}

/**
 * Starts the child, or finds it where it was started before: a parent that died between the start and its record of it
 * starts no second one. An execution of that name that is older than the request is somebody else's.
 *
 * A refusal is a failure by the name that the service gives it. Throws what else the child's engine throws.
 */
export async function startChild(
  machines: ChildMachines,
  request: ChildRequest & { readonly name: string },
  requestedAt: Instant,
): Promise<Execution | Failure> {
  const { machineArn, name } = request;
  const machine = machines.get(machineArn);
  if (machine === undefined)
    return failure(
      'StepFunctions.StateMachineDoesNotExistException',
      `State Machine Does Not Exist: '${machineArn}'`,
    );
  const input = throughJson(request.input);
  const before = await machine.describe(name);
  if (before !== undefined && before.startedAt >= requestedAt && isDeepStrictEqual(before.input, input))
    return before;
  try {
    return await machine.start(name, input);
  } catch (refused) {
    if (refused instanceof ExecutionAlreadyExists) {
      const arn = machine.identity.executionId(name);
      return failure('StepFunctions.ExecutionAlreadyExistsException', `Execution Already Exists: '${arn}'`);
    }
    if (refused instanceof ExecutionRefused)
      return failure('StepFunctions.InvalidNameException', `Invalid Name: '${name}'`);
    throw refused;
  }
}

/** Aborts a child as the service does it for a Task that is given up. One that was never started, or has ended, stays as it is. */
export async function abortChild(machine: ChildMachine, name: string, parentId: string): Promise<void> {
  const cause = `The Task state in AWS Step Functions execution [${parentId}] which was managing this resource was aborted`;
  try {
    await machine.stop(name, undefined, cause);
  } catch (fault) {
    if (!(fault instanceof ExecutionDoesNotExist)) throw fault;
  }
}

/** What the start of a child answers: `$states.result` is not this, but the history shows it. */
export const submittedOf = ({ identity }: ChildMachine, { name, startedAt }: Execution) => ({
  ExecutionArn: identity.executionId(name),
  StartDate: startedAt,
});

/** How a child's end reaches the Task that waited for it: its description as the result, or a failure that holds it. */
export function endOfChild(
  machine: ChildMachine,
  ended: Execution,
): { readonly result: unknown } | { readonly failure: Failure } {
  if (ended.status === 'SUCCEEDED') return { result: describedChild(machine, ended) };
  const described = { ...describedChild(machine, ended), Input: JSON.stringify(ended.input) };
  return { failure: failure(ERRORS.taskFailed, JSON.stringify(described)) };
}

/**
 * The service's DescribeExecution as it stands in results and causes: names in order, instants in epoch milliseconds.
 * In a success Input and Output are values (`.sync:2`); in the cause of a failure Input is text.
 */
function describedChild({ identity }: ChildMachine, ended: Execution) {
  const { name, status, input, output, error, cause, startedAt, stoppedAt } = ended;
  const succeeded = status === 'SUCCEEDED';
  return {
    ...(cause !== undefined && { Cause: cause }),
    ...(error !== undefined && { Error: error }),
    ExecutionArn: identity.executionId(name),
    Input: input,
    InputDetails: { Included: true },
    Name: name,
    ...(succeeded && { Output: output, OutputDetails: { Included: true } }),
    RedriveCount: 0,
    RedriveStatus: succeeded ? 'NOT_REDRIVABLE' : 'REDRIVABLE',
    ...(succeeded && { RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven' }),
    StartDate: startedAt,
    StateMachineArn: identity.stateMachine.id,
    Status: status,
    StopDate: stoppedAt,
  };
}
