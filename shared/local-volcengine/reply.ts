import type { Instant } from '../time/clock.ts';

import { type Refusal, SERVER_ERRORS } from './codes.ts';
import { type Answer, failure, type OperationResult, type Request, success } from './envelope.ts';
import type { AnswerFault } from './fault-schema.ts';
import type { Hold } from './holds.ts';

/**
 * What the transport has to do: send the answer, send half of it, keep it until the hold is over, break the
 * connection, or stay silent for ever.
 */
export type Reply =
  | { readonly delivery: 'now' | 'garbled'; readonly answer: Answer }
  | { readonly delivery: 'held'; readonly answer: Answer; readonly hold: Hold }
  | { readonly delivery: 'dropped' | 'never' };

/** A call as far as its reply needs it. */
export interface Replying {
  readonly request: Request;
  readonly at: Instant;
  /** Performs the operation; every time it is called. */
  execute(): OperationResult;
  /** Performs it at a later instant, if the gateway still lets it through then. */
  executeAt(at: Instant): void;
  hold(until: Instant | undefined): Hold;
}

/** The reply to a call under the fault that meets it, if one does. Executes as the fault says: once, later or never. */
export function replyUnder(fault: AnswerFault | undefined, call: Replying): Reply {
  switch (fault?.fault) {
    case undefined:
    case 'contradictory-roles':
      return { delivery: 'now', answer: toAnswer(call.request, call.execute()) };
    case 'throttle':
      return throttled(call, fault.retryAfterSeconds);
    case 'server-error':
      if (fault.executes) call.execute();
      return refused(call, { code: SERVER_ERRORS[fault.status], message: 'The service failed.' });
    case 'internal-error':
      if (fault.executes) call.execute();
      return refused(call, { code: 'InternalError', message: 'The service failed.' });
    case 'hang':
      if (fault.executes) call.execute();
      return { delivery: 'never' };
    case 'lose-answer':
      call.execute();
      return { delivery: 'dropped' };
    case 'garble-answer':
      return { delivery: 'garbled', answer: toAnswer(call.request, call.execute()) };
    case 'hold-answer': {
      const answer = toAnswer(call.request, call.execute());
      return {
        delivery: 'held',
        answer,
        hold: call.hold(fault.for === undefined ? undefined : call.at + fault.for),
      };
    }
    case 'execute-late':
      call.executeAt(call.at + fault.after);
      return { delivery: 'never' };
  }
}

/** The refusal, sent at once. */
export function refused({ request }: { readonly request: Request }, refusal: Refusal): Reply {
  return { delivery: 'now', answer: failure(request, refusal) };
}

function throttled(call: Replying, retryAfterSeconds: number | undefined): Reply {
  const answer = failure(call.request, { code: 'FlowLimitExceeded', message: 'Too many requests.' });
  return {
    delivery: 'now',
    answer: retryAfterSeconds === undefined ? answer : { ...answer, retryAfterSeconds },
  };
}

function toAnswer(request: Request, outcome: OperationResult): Answer {
  return 'refusal' in outcome ? failure(request, outcome.refusal) : success(request, outcome.result);
}
