import type { Clock, Instant } from '../time/clock.ts';
import { Interruption } from './invoke.ts';

const OVER = new Interruption();

/**
 * What comes first: the end of the work, or the deadline. The work goes on unheard after it.
 *
 * Throws `Interruption` once `interrupted` is aborted, and what the work throws.
 */
export async function until<Value>(
  work: Promise<Value>,
  deadline: Instant,
  clock: Clock,
  interrupted: AbortSignal,
): Promise<{ readonly value: Value } | 'late'> {
  const waiting = new AbortController();
  const interruption = Promise.withResolvers<never>();
  const interrupt = () => interruption.reject(new Interruption());
  interrupted.addEventListener('abort', interrupt, { once: true });
  try {
    if (interrupted.aborted) interrupt();
    return await Promise.race([
      interruption.promise,
      work.then((value) => ({ value })),
      clock.sleepUntil(deadline, waiting.signal).then(() => 'late' as const),
    ]);
  } finally {
    interrupted.removeEventListener('abort', interrupt);
    waiting.abort(OVER);
  }
}
