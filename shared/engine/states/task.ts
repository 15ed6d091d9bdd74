import { type Catcher, catcherOf, errorOutput, readCatch } from '../catch.ts';
import { evaluateSeconds, MOST_SECONDS, wrongSeconds } from '../checks.ts';
import { type Exit, readExit, takeExit } from '../exit.ts';
import { ERRORS, type Failure, failure, StateFault } from '../failure.ts';
import { whyRefused } from '../fields.ts';
import type { Frame, Outcome } from '../frame.ts';
import type { Invoked } from '../invoke.ts';
import { requireSize } from '../json.ts';
import type { FieldReader } from '../reader.ts';
import { type Call, callOf, childFormOf, parseResource, type Resource } from '../resource.ts';
import { type Retrier, readRetry } from '../retry.ts';
import { eventsOf, type TaskEvents } from '../task-events.ts';
import type { Template } from '../template.ts';
import { recordFailure, recordFault, recordResult } from './attempt.ts';
import { beginChild, type ChildWork, goOnWithChild, readChild } from './child.ts';

/** Calls a function. */
interface CallWork {
  readonly kind: 'call';
  readonly resource: Resource;
  /** Absent: the state's input is the argument. */
  readonly arguments: Template | undefined;
  readonly timeout: Template | undefined;
  readonly events: TaskEvents;
}

/** Has work done, retries and catches. */
export type TaskState = (CallWork | ChildWork) & {
  readonly type: 'Task';
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
  readonly exit: Exit;
};

type CallState = Extract<TaskState, { readonly kind: 'call' }>;

/** How often a step may be restarted within one visit before it is given up. */
const MOST_RESTARTS = 3;

export function readTask(reader: FieldReader): TaskState {
  const form = childFormOf(reader.fields.Resource);
  if (form !== 'waitForTaskToken' && reader.has('HeartbeatSeconds'))
    reader.refuse('HeartbeatSeconds', whyRefused('HeartbeatSeconds'));
  return {
    ...(form === undefined ? readCall(reader) : readChild(reader, form)),
    type: 'Task',
    retry: readRetry(reader),
    catch: readCatch(reader),
    exit: readExit(reader, 'result', reader.nextOrEnd()),
  };
}

function readCall(reader: FieldReader): CallWork {
  const parsed = parseResource(reader.fields.Resource);
  if (typeof parsed === 'string') reader.refuse('Resource', parsed);
  const resource: Resource = typeof parsed === 'string' ? { kind: 'invoke' } : parsed;
  const args = reader.template('Arguments', 'entry');
  if (typeof parsed !== 'string') checkLiteralCall(reader, resource, args);
  return {
    kind: 'call',
    resource,
    arguments: args,
    timeout: reader.checked('TimeoutSeconds', wrongSeconds(1)),
    events: eventsOf(resource),
  };
}

/** What can be known about the call before anything is evaluated: unknown arguments, and the function's name. */
function checkLiteralCall(reader: FieldReader, resource: Resource, args: Template | undefined): void {
  if (resource.kind === 'function') {
    reader.gathered.functionNames.push({
      state: reader.state,
      field: 'Resource',
      functionName: resource.functionName,
    });
    return;
  }
  if (args?.kind !== 'object') {
    if (args?.kind !== 'expression') reader.refuse('Arguments', 'must name a function in FunctionName.');
    return;
  }
  const known = Object.fromEntries(
    args.fields.map(([name, part]) => [name, part.kind === 'literal' ? part.value : 'evaluated-later']),
  );
  const call = callOf(resource, known);
  if ('wrong' in call) {
    reader.refuse(call.field, call.wrong);
  } else if (args.fields.some(([name, part]) => name === 'FunctionName' && part.kind === 'literal')) {
    const field = 'Arguments/FunctionName';
    reader.gathered.functionNames.push({ state: reader.state, field, functionName: call.functionName });
  }
}

/** Goes on from wherever the history of this visit stands, so a fresh visit and a resumed one take the same path. */
export async function runTask(state: TaskState, frame: Frame): Promise<Outcome> {
  for (;;) {
    switch (frame.visit.phase) {
      case 'entered':
        await begin(state, frame);
        break;
      case 'started':
      case 'submitted':
        await (state.kind === 'child' ? goOnWithChild(state, frame) : restart(state, frame));
        break;
      case 'succeeded': {
        const exited = await succeed(state, frame);
        if (exited !== undefined) return exited;
        break;
      }
      case 'failed': {
        const last = frame.visit.failures.at(-1) ?? {};
        if (last.retryAt === undefined) return giveUp(state, frame, last);
        await frame.sleepUntil(last.retryAt);
        await begin(state, frame);
        break;
      }
    }
  }
}

const begin = (state: TaskState, frame: Frame): Promise<void> =>
  state.kind === 'child' ? beginChild(state, frame) : call(state, frame);

async function call(state: CallState, frame: Frame): Promise<void> {
  let prepared: { called: Call; seconds: number | undefined };
  try {
    prepared = await prepare(state, frame);
  } catch (fault) {
    await recordFault(state, frame, fault);
    return;
  }
  const { called, seconds } = prepared;
  await frame.record(state.events.started(called, seconds));
  const deadline = frame.clock.now() + (seconds ?? MOST_SECONDS) * 1_000;
  const invoked = await frame.invoke(called.functionName, called.payload, deadline);
  await recordInvoked(state, frame, invoked);
}

async function prepare(
  state: CallState,
  frame: Frame,
): Promise<{ called: Call; seconds: number | undefined }> {
  const given = state.arguments === undefined ? frame.visit.input : await frame.evaluate(state.arguments);
  const seconds =
    state.timeout === undefined
      ? undefined
      : await evaluateSeconds(frame, state.timeout, 'TimeoutSeconds', 1);
  const called = callOf(state.resource, given);
  if ('wrong' in called)
    throw new StateFault(ERRORS.runtime, `${called.field} ${called.wrong}`, called.field);
  requireSize(state.events.who, called.payload);
  return { called, seconds };
}

/** An invocation was under way when the process ended. Whether it did its work nobody knows: it is run again, not for ever. */
async function restart(state: CallState, frame: Frame): Promise<void> {
  if (frame.visit.unfinished <= MOST_RESTARTS) return call(state, frame);
  const cause = `The process ended during ${frame.visit.unfinished} invocations of the state '${frame.state}'.`;
  await recordFailure(state, frame, state.events.failed, failure(ERRORS.restartedTooOften, cause));
}

async function recordInvoked(state: CallState, frame: Frame, invoked: Invoked): Promise<void> {
  if (invoked.kind === 'threw') {
    return recordFailure(state, frame, state.events.failed, invoked.failure);
  }
  if (invoked.kind === 'timed out') {
    return recordFailure(state, frame, state.events.timedOut, failure(ERRORS.timeout));
  }
  await recordResult(state, frame, state.events.resultOf(invoked.value));
}

async function succeed(state: TaskState, frame: Frame): Promise<Outcome | undefined> {
  const { result } = frame.visit;
  try {
    return await takeExit(frame, state.exit, result, { result });
  } catch (fault) {
    await recordFault(state, frame, fault);
    return undefined;
  }
}

/** No more retries: the first catcher that takes the error, else the state has failed. */
async function giveUp(state: TaskState, frame: Frame, failed: Failure): Promise<Outcome> {
  const catcher = catcherOf(state.catch, failed);
  if (catcher === undefined) {
    const { error, cause } = failed;
    return {
      kind: 'failed',
      failure: { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) },
    };
  }
  const output = errorOutput(failed);
  return takeExit(frame, catcher.exit, output, { errorOutput: output });
}
