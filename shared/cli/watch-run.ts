import type { RunView } from '../api/view-schema.ts';
import { type Clock, type Milliseconds, SECOND } from '../time/clock.ts';
import { NoAnswer } from './service-refusal.ts';

/** How long between two looks at a run that goes on. */
export const LOOK_EVERY: Milliseconds = SECOND;

/** A run that waits for its opening is looked at less often: nothing moves before. */
const LOOK_EVERY_WAITING: Milliseconds = 10 * SECOND;

/** So many looks in a row may find no answer, such as while the service is started again. */
const PATIENCE = 60;

export interface Watch {
  readonly read: () => Promise<RunView>;
  readonly clock: Clock;
  /** Ends the watch, not the run. */
  readonly signal: AbortSignal;
}

/**
 * The run as it stands, again and again until it has closed: the last one given is closed, unless the signal came first.
 * Throws NoAnswer when the service stays silent for a minute, and whatever else the reading throws, at once.
 */
export async function* watchRun(first: RunView, { read, clock, signal }: Watch): AsyncGenerator<RunView> {
  let run = first;
  yield run;
  let silent = 0;
  while (run.phase !== 'CLOSED' && !signal.aborted) {
    const woken = await restOr(signal, clock.sleepUntil(clock.now() + gapAfter(run, clock.now()), signal));
    if (woken === 'interrupted') return;
    try {
      run = await read();
      silent = 0;
    } catch (error) {
      silent += 1;
      if (!(error instanceof NoAnswer) || silent > PATIENCE) throw error;
      continue;
    }
    yield run;
  }
}

function gapAfter({ phase, request }: RunView, now: number): Milliseconds {
  const waiting = phase === 'ACCEPTED' && Date.parse(request.startAt) > now + LOOK_EVERY_WAITING;
  return waiting ? LOOK_EVERY_WAITING : LOOK_EVERY;
}

/** Rests, unless the signal ends the rest. Any other failure is thrown. */
async function restOr(signal: AbortSignal, rest: Promise<void>): Promise<'rested' | 'interrupted'> {
  try {
    await rest;
    return 'rested';
  } catch (error) {
    if (signal.aborted) return 'interrupted';
    throw error;
  }
}
