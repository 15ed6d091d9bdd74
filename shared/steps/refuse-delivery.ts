import * as z from 'zod/mini';
import { keepRefusal } from '../protocol/refusals.ts';
import type { InputRefused } from './errors.ts';
import type { Ports } from './ports.ts';

const waitingSchema = z.object({ taskToken: z.string().check(z.minLength(1), z.maxLength(2048)) });

/**
 * Writes down a request that was refused, and tells the workflow that waits for it, which would wait in vain: nothing was
 * accepted that could be announced.
 *
 * The record stands whatever the workflow hears. Throws what the store throws; the platform then brings the request again.
 */
export async function refuseDelivery(
  { store, clock, announcer, log }: Pick<Ports, 'store' | 'clock' | 'announcer' | 'log'>,
  { input, execution }: { readonly input?: unknown; readonly execution: string },
  refused: InputRefused,
): Promise<void> {
  await store.transact([keepRefusal({ execution, why: refused.message, at: clock.now() })]);
  log.warn({
    what: 'a request was refused',
    code: 'INPUT_REFUSED',
    data: { execution, why: refused.message },
  });
  const waiting = waitingSchema.safeParse(input);
  if (!waiting.success) return;
  const cause = JSON.stringify({ errorType: refused.name, errorMessage: refused.message, trace: [] });
  try {
    await announcer.refuseToken(waiting.data.taskToken, { error: refused.name, cause });
  } catch (error) {
    log.warn({
      what: `a workflow does not know that its request was refused: ${String(error)}`,
      data: { execution },
    });
  }
}
