import type { Model } from '../../shared/local-volcengine/model.ts';
import type { Clock, Instant } from '../../shared/time/clock.ts';
import type { Redis } from '../../shared/volcengine/redis.ts';

/** One question's answers: the last of them is good until the vendor is different by itself. */
type Ask<Result> = (id: string, since?: Instant) => Promise<Result>;

/**
 * The same vendor, asked once for as long as it stands still.
 *
 * What it shows follows from the calls and the clock alone, and it says when it will be different by itself. Until then, or
 * until it is called or armed, a question is answered as before. A read that fails is asked again.
 */
export function makeStillVendor(
  model: Model,
  redis: Redis,
  clock: Pick<Clock, 'now'>,
): { readonly model: Model; readonly redis: Redis } {
  let changes = 0;
  const changing = <Arguments extends unknown[], Result>(call: (...given: Arguments) => Result) => {
    return (...given: Arguments) => {
      changes += 1;
      return call(...given);
    };
  };

  function still<Result>(ask: Ask<Result>): Ask<Result> {
    const known = new Map<
      string,
      { readonly answer: Result; readonly of: number; readonly until: Instant }
    >();
    return async (id, since) => {
      const question = `${id} ${since}`;
      const last = known.get(question);
      if (last !== undefined && last.of === changes && clock.now() < last.until) return last.answer;
      const of = changes;
      const answer = await ask(id, since);
      known.set(question, { answer, of, until: model.nextDeadline() ?? Number.POSITIVE_INFINITY });
      return answer;
    };
  }

  return {
    model: {
      ...model,
      arm: changing(model.arm),
      call: changing(model.call),
      release: changing(model.release),
    },
    redis: {
      ...redis,
      describeInstance: still((id) => redis.describeInstance(id)),
      describeShards: still((id) => redis.describeShards(id)),
      listTasks: still((id, since = 0) => redis.listTasks(id, since)),
      listPlannedEvents: still((id) => redis.listPlannedEvents(id)),
      sendSwitchOver: changing((prepared) => redis.sendSwitchOver(prepared)),
    },
  };
}
