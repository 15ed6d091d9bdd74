import type { Frame, Log } from '../steps/ports.ts';
import type { Clock, Instant } from '../time/clock.ts';

/** One step of the workflow, or one pass of due or settle. Reads its input itself, by its own schema. */
export type Step<Result> = (input: unknown, frame: Frame) => Promise<Result>;

/** A step in its frame: called with the instant at which this invocation must have ended. */
export type FramedStep<Result> = (input: unknown, deadline: Instant) => Promise<Result>;

/** What a step is told of its own invocation. `remaining()` is 0 once the deadline has passed, never less. */
export function frameFor({ deadline, clock }: { deadline: Instant; clock: Pick<Clock, 'now'> }): Frame {
  return { remaining: () => Math.max(0, deadline - clock.now()) };
}

/**
 * Puts a step into the frame that every composition gives it: its deadline, and one log line for each invocation.
 *
 * What the step throws comes out as it was thrown, because its `name` is the error that the workflow's Retry and Catch
 * go by. Only the name and the message of an error are logged, never its properties, stack or cause.
 */
export function framed<Result>(
  name: string,
  step: Step<Result>,
  { clock, log }: { clock: Pick<Clock, 'now'>; log: Log },
): FramedStep<Result> {
  return async (input, deadline) => {
    const from = clock.now();
    const took = () => clock.now() - from;
    try {
      const result = await step(input, frameFor({ deadline, clock }));
      log.info({ ...runIdIn(result), what: name, data: { tookMilliseconds: took(), result } });
      return result;
    } catch (error) {
      const [code, message] = error instanceof Error ? [error.name, error.message] : [typeof error, ''];
      log.warn({
        ...runIdIn(input),
        what: `${name} failed`,
        code,
        data: { tookMilliseconds: took(), message },
      });
      throw error;
    }
  };
}

function runIdIn(value: unknown): { runId?: string } {
  const holder = typeof value === 'object' && value !== null && 'runId' in value ? value.runId : undefined;
  return typeof holder === 'string' ? { runId: holder } : {};
}
