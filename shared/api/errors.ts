import { RunChanged, RunNotFound } from '../steps/errors.ts';
import { PlanMissing } from '../steps/plan-in-force.ts';
import type { Ports } from '../steps/ports.ts';
import { StoreUnavailable } from '../store/errors.ts';
import type { Problem } from './problem.ts';

export const NO_SUCH_RUN: Problem = {
  kind: 'not-found',
  code: 'NO_SUCH_RUN',
  detail: 'There is no run of this id, or its record has expired.',
};

const CHANGED: Problem = {
  kind: 'changed',
  code: 'RUN_CHANGED',
  detail:
    'The run went on at the same moment, so nothing was changed. Read it again, and ask again if you still want to.',
  retryAfter: 1,
};

const NO_PLAN: Problem = {
  kind: 'no-plan',
  code: 'NO_PLAN',
  detail: 'No plan has been applied, and without one nothing can be switched.',
};

const UNAVAILABLE: Problem = {
  kind: 'unavailable',
  code: 'STORE_UNAVAILABLE',
  detail:
    'The records did not answer, so nobody knows whether the request took effect. Send it again: with the same key it takes effect once.',
  retryAfter: 2,
};

/** The problem of something that was thrown. What nobody expected is logged under a name, and only the name is told. */
export function problemOf(error: Error, { log, unique }: Pick<Ports, 'log' | 'unique'>): Problem {
  if (error instanceof RunNotFound) return NO_SUCH_RUN;
  if (error instanceof RunChanged) return CHANGED;
  if (error instanceof PlanMissing) return NO_PLAN;
  if (error instanceof StoreUnavailable) {
    log.warn({ what: 'the records did not answer the API', data: { message: error.message } });
    return UNAVAILABLE;
  }
  const incident = unique();
  log.warn({
    what: 'the API failed',
    data: { incident, name: error.name, message: error.message.slice(0, 500) },
  });
  return {
    kind: 'internal',
    code: 'INTERNAL',
    detail: `This was not foreseen. The log tells more under ${incident}.`,
    incident,
  };
}
