import * as z from 'zod/mini';
import { keepRefusal, readRefusal, refusalKey } from '../protocol/refusals.ts';
import { AnswerDenied, InputRefused, RefusalUntold } from './errors.ts';
import type { Ports } from './ports.ts';

const waitingSchema = z.object({ taskToken: z.string().check(z.minLength(1), z.maxLength(2048)) });

type RefusePorts = Pick<Ports, 'store' | 'clock' | 'announcer' | 'log'>;

/**
 * Writes down a request that was refused, and tells the workflow that waits for it, which would wait in vain: nothing was
 * accepted that could be announced.
 *
 * The record stands whatever the workflow hears. Throws what the store throws, and `RefusalUntold` where the workflow
 * could not be told but may be later; the platform then brings the request again.
 */
export async function refuseDelivery(
  ports: RefusePorts,
  { input, execution }: { readonly input?: unknown; readonly execution: string },
  refused: InputRefused,
): Promise<void> {
  const { store, clock, log } = ports;
  const kept = await store.transact([keepRefusal({ execution, why: refused.message, at: clock.now() })]);
  if (kept.committed)
    log.warn({
      what: 'a request was refused',
      code: 'INPUT_REFUSED',
      data: { execution, why: refused.message },
    });
  const waiting = waitingSchema.safeParse(input);
  if (waiting.success) await tellRefused(ports, waiting.data.taskToken, execution, refused);
}

async function tellRefused(
  { announcer, log }: RefusePorts,
  token: string,
  execution: string,
  { name, message }: InputRefused,
): Promise<void> {
  const cause = JSON.stringify({ errorType: name, errorMessage: message, trace: [] });
  try {
    await announcer.refuseToken(token, { error: name, cause });
  } catch (error) {
    if (!(error instanceof AnswerDenied)) throw new RefusalUntold(execution, error);
    log.warn({
      what: `a workflow will not know that its request was refused: ${String(error)}`,
      data: { execution },
    });
  }
}

/**
 * Why the request of this execution was refused before. It stays refused, though a plan that was applied since would
 * take it: the workflow that waits for it may have heard so.
 */
export async function refusedBefore(
  { store }: Pick<Ports, 'store'>,
  execution: string,
): Promise<InputRefused | undefined> {
  const item = await store.get(refusalKey(execution));
  if (item === undefined) return undefined;
  const [step = '', ...why] = readRefusal(item).why.split(BETWEEN);
  return new InputRefused(step, [why.join(BETWEEN)]);
}

/** Between the step and its faults, in the message of `InputRefused`. */
const BETWEEN = ' refused its input: ';
