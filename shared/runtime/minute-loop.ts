import type { Log } from '../steps/ports.ts';
import { type Clock, MINUTE } from '../time/clock.ts';

export interface MinuteLoopParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Named, in the order in which they are called. */
  readonly passes: Readonly<Record<string, () => Promise<unknown>>>;
  /** Ends the loop after the pass at hand. */
  readonly signal: AbortSignal;
}

/**
 * Calls every pass at once and then at each full minute. A pass that fails is logged and called again in the next minute:
 * the schedule survives what its passes do not. Resolves when the signal is aborted.
 */
export async function minuteLoop({ clock, log, passes, signal }: MinuteLoopParts): Promise<void> {
  while (!signal.aborted) {
    for (const [name, pass] of Object.entries(passes)) {
      try {
        await pass();
      } catch (error) {
        log.warn({
          what: `${name} failed`,
          data: { message: error instanceof Error ? error.message : String(error) },
        });
      }
    }
    const next = (Math.floor(clock.now() / MINUTE) + 1) * MINUTE;
    try {
      await clock.sleepUntil(next, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
