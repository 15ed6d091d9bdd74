import type { Instant } from '../../time/clock.ts';
import type { TaskAnswer } from '../callbacks.ts';
import { evaluateSeconds, MOST_SECONDS, wrongSeconds } from '../checks.ts';
import {
  abortChild,
  type ChildMachine,
  childRequestOf,
  endOfChild,
  startChild,
  submittedOf,
} from '../children.ts';
import { JournalUnreadable } from '../errors.ts';
import { ERRORS, failure, StateFault } from '../failure.ts';
import type { Frame } from '../frame.ts';
import type { ChildAttempt } from '../history.ts';
import { Interruption } from '../invoke.ts';
import { requireSize } from '../json.ts';
import type { FieldReader } from '../reader.ts';
import type { ChildForm } from '../resource.ts';
import type { ChildEvents } from '../task-events.ts';
import { childEventsOf } from '../task-events.ts';
import type { Template } from '../template.ts';
import { type Attempted, recordFailure, recordFault, recordResult } from './attempt.ts';

/** Starts an execution of another machine, and waits for its end (`sync:2`) or for an answer to a token. */
export interface ChildWork {
  readonly kind: 'child';
  readonly form: ChildForm;
  readonly arguments: Template | undefined;
  readonly timeout: Template | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly events: ChildEvents;
}

type ChildTask = ChildWork & Attempted;

export function readChild(reader: FieldReader, form: ChildForm): ChildWork {
  const args = reader.template('Arguments', 'entry');
  checkLiteralRequest(reader, args);
  return {
    kind: 'child',
    form,
    arguments: args,
    timeout: reader.checked('TimeoutSeconds', wrongSeconds(1)),
    heartbeatSeconds: form === 'waitForTaskToken' ? readHeartbeat(reader) : undefined,
    events: childEventsOf(form),
  };
}

/** What can be known before anything is evaluated: unknown arguments, and the machine's ARN. */
function checkLiteralRequest(reader: FieldReader, args: Template | undefined): void {
  if (args?.kind !== 'object') {
    if (args?.kind !== 'expression') reader.refuse('Arguments', 'must name a machine in StateMachineArn.');
    return;
  }
  const known = Object.fromEntries(
    args.fields.map(([name, part]) => [name, part.kind === 'literal' ? part.value : evaluatedLater(name)]),
  );
  const request = childRequestOf(known);
  if ('wrong' in request) {
    reader.refuse(request.field, request.wrong);
  } else if (args.fields.some(([name, part]) => name === 'StateMachineArn' && part.kind === 'literal')) {
    const field = 'Arguments/StateMachineArn';
    reader.gathered.machineArns.push({ state: reader.state, field, machineArn: request.machineArn });
  }
}

const evaluatedLater = (name: string): unknown => (name === 'Input' ? {} : 'evaluated-later');

/** A number, and shorter than a literal TimeoutSeconds (States Language, Timeouts and heartbeats). */
function readHeartbeat(reader: FieldReader): number | undefined {
  const { HeartbeatSeconds: seconds, TimeoutSeconds: timeout } = reader.fields;
  if (seconds === undefined) return undefined;
  const wrong = wrongSeconds(1)(seconds);
  if (wrong !== undefined || typeof seconds !== 'number') {
    reader.refuse('HeartbeatSeconds', wrong ?? 'must be a number.');
    return undefined;
  }
  if (typeof timeout === 'number' && seconds >= timeout)
    reader.refuse('HeartbeatSeconds', 'must be less than TimeoutSeconds.');
  return seconds;
}

/** A new attempt: from here on the history holds everything that starting and waiting go by, also after a restart. */
export async function beginChild(task: ChildTask, frame: Frame): Promise<void> {
  const token = task.form === 'waitForTaskToken' ? frame.newToken() : undefined;
  let parameters: unknown;
  let seconds: number | undefined;
  try {
    ({ parameters, seconds } = await prepare(task, frame, token));
  } catch (fault) {
    return recordFault(task, frame, fault);
  }
  const { name } = requestIn(parameters);
  const attempt: ChildAttempt = {
    parameters,
    child: name ?? frame.newId(),
    ...(token !== undefined && { token }),
    deadline: frame.clock.now() + (seconds ?? MOST_SECONDS) * 1_000,
  };
  await frame.record(task.events.started(attempt, seconds, task.heartbeatSeconds));
}

async function prepare(task: ChildTask, frame: Frame, token: string | undefined) {
  const parameters =
    task.arguments === undefined ? frame.visit.input : await frame.evaluate(task.arguments, { token });
  const seconds =
    task.timeout === undefined ? undefined : await evaluateSeconds(frame, task.timeout, 'TimeoutSeconds', 1);
  const request = childRequestOf(parameters);
  if ('wrong' in request)
    throw new StateFault(ERRORS.runtime, `${request.field} ${request.wrong}`, request.field);
  requireSize(task.events.who, request.input);
  return { parameters, seconds };
}

/** The request of an attempt whose arguments were found right before they were recorded. */
function requestIn(parameters: unknown) {
  const request = childRequestOf(parameters);
  if ('wrong' in request) throw new JournalUnreadable(`read an attempt → ${request.field} ${request.wrong}`);
  return request;
}

/** Goes on with an attempt from wherever its history stands: starts the child, or waits. A parent that is stopped aborts its `.sync` child. */
export async function goOnWithChild(task: ChildTask, frame: Frame): Promise<void> {
  const { attempt } = frame.visit;
  if (attempt === undefined) throw new JournalUnreadable(`go on in ${frame.state} → no child is named`);
  try {
    if (frame.visit.phase === 'started') await start(task, frame, attempt);
    else await wait(task, frame, attempt);
  } catch (fault) {
    if (fault instanceof Interruption && frame.stopped && task.form === 'sync:2') await abort(frame, attempt);
    throw fault;
  }
}

const machineOf = (frame: Frame, { parameters }: ChildAttempt): ChildMachine | undefined =>
  frame.machines.get(requestIn(parameters).machineArn);

async function abort(frame: Frame, attempt: ChildAttempt): Promise<void> {
  const machine = machineOf(frame, attempt);
  if (machine !== undefined) await abortChild(machine, attempt.child, frame.executionId);
}

async function start(task: ChildTask, frame: Frame, attempt: ChildAttempt): Promise<void> {
  const { parameters, child: name } = attempt;
  const started = await startChild(
    frame.machines,
    { ...requestIn(parameters), name },
    frame.visit.attemptedAt,
  );
  const machine = machineOf(frame, attempt);
  if (!('startedAt' in started) || machine === undefined)
    return endUnanswered(frame, attempt, recordFailure(task, frame, task.events.failed, started));
  await frame.record([task.events.submitted(submittedOf(machine, started))]);
}

async function wait(task: ChildTask, frame: Frame, attempt: ChildAttempt): Promise<void> {
  const { token } = attempt;
  if (token !== undefined) return waitForAnswer(task, frame, attempt, token);
  const machine = machineOf(frame, attempt);
  if (machine === undefined)
    throw new JournalUnreadable(`go on in ${frame.state} → its machine is not there`);
  const known = await machine.describe(attempt.child);
  const over = known !== undefined && known.status !== 'RUNNING';
  const first = over ? { value: known } : await frame.until(machine.ended(attempt.child), attempt.deadline);
  // By when the child ended, not by when we look: its end may be our own abortion, or have come in time while we were down.
  if (first === 'late' || (first.value.stoppedAt ?? 0) >= attempt.deadline) {
    await abort(frame, attempt);
    return recordFailure(task, frame, task.events.timedOut, failure(ERRORS.timeout));
  }
  const end = endOfChild(machine, first.value);
  if ('failure' in end) return recordFailure(task, frame, task.events.failed, end.failure);
  await recordResult(task, frame, end.result);
}

async function waitForAnswer(
  task: ChildTask,
  frame: Frame,
  attempt: ChildAttempt,
  token: string,
): Promise<void> {
  const answer = await answerBefore(task, frame, attempt, token);
  if (answer === 'late')
    return endUnanswered(
      frame,
      attempt,
      recordFailure(task, frame, task.events.timedOut, failure(ERRORS.timeout)),
    );
  if ('failure' in answer) await recordFailure(task, frame, task.events.failed, answer.failure);
  else await recordResult(task, frame, answer.output);
  frame.callbacks.over(token, true);
}

/** The answer, unless the deadline or the silence after a heartbeat comes first; a restart counts as a heartbeat. */
async function answerBefore(
  { heartbeatSeconds }: ChildTask,
  frame: Frame,
  { deadline }: ChildAttempt,
  token: string,
): Promise<TaskAnswer | 'late'> {
  const begun = frame.clock.now();
  const silentAt = (): Instant =>
    (frame.callbacks.lastBeat(token) ?? begun) + (heartbeatSeconds ?? MOST_SECONDS) * 1_000;
  for (;;) {
    const until = Math.min(deadline, silentAt());
    const first = await frame.until(frame.callbacks.answerTo(token), until);
    if (first !== 'late') return first.value;
    if (frame.clock.now() >= Math.min(deadline, silentAt())) return 'late';
  }
}

/** Once the end is recorded nobody waits with the token any more: an answer that is on its way is told so. */
async function endUnanswered(frame: Frame, { token }: ChildAttempt, recorded: Promise<void>): Promise<void> {
  await recorded;
  if (token !== undefined) frame.callbacks.over(token, false);
}
