import type { Instant } from '../../time/clock.ts';
import { type Failure, failure, StateFault } from '../failure.ts';
import type { Frame, NewEvent } from '../frame.ts';
import { evaluationFailed, type FailedAttempt } from '../history.ts';
import { requireSize } from '../json.ts';
import { nextAttempt, type Retrier } from '../retry.ts';
import type { EndEvents } from '../task-events.ts';

/** What the end of an attempt needs to know of its Task. */
export interface Attempted {
  readonly retry: readonly Retrier[];
  readonly events: EndEvents;
}

/** The attempt came to a result, which the service takes only up to its quota. */
export async function recordResult(task: Attempted, frame: Frame, result: unknown): Promise<void> {
  try {
    requireSize(task.events.who, result);
  } catch (fault) {
    if (!(fault instanceof StateFault)) throw fault;
    return recordFailure(task, frame, task.events.failed, failure(fault.error, fault.message));
  }
  await frame.record([task.events.succeeded(result)]);
}

/** The decision to retry is part of the event, because chance may have a say in it and is not asked twice. */
export async function recordFailure(
  task: Attempted,
  frame: Frame,
  event: (failed: FailedAttempt) => NewEvent,
  failed: Failure,
): Promise<void> {
  await frame.record([event({ ...failed, ...retryOf(task, frame, failed) })]);
}

/** A field of the Task could not be evaluated. Throws every other fault on. */
export async function recordFault(task: Attempted, frame: Frame, fault: unknown): Promise<void> {
  if (!(fault instanceof StateFault)) throw fault;
  const event = evaluationFailed(frame.state, frame.visit.enteredId, fault);
  await frame.record([{ ...event, data: { ...event.data, ...retryOf(task, frame, event.data) } }]);
}

function retryOf(task: Attempted, frame: Frame, failed: Failure): { retryAt?: Instant } {
  const { clock, random, visit } = frame;
  const retryAt = nextAttempt(task.retry, visit.failures, failed, clock.now(), random);
  return retryAt === undefined ? {} : { retryAt };
}
