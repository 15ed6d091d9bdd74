import { digestOf } from '../protocol/digest.ts';
import { keys } from '../protocol/keys.ts';
import type { Run } from '../protocol/run.ts';
import { ofRunSchema, waitFor } from './accept-delivery.ts';
import type { DeadLetterQueue } from './dead-letters.ts';
import { type Direct, directSchema } from './direct-request.ts';
import { type EndedBadly, endedBadlyIn } from './ended-badly.ts';
import { InputRefused } from './errors.ts';
import { readInput } from './input.ts';
import type { Ports } from './ports.ts';
import { recordUndelivered } from './record-undelivered.ts';
import { refuseDelivery, refusedBefore } from './refuse-delivery.ts';

export type RecordEndedPorts = Pick<Ports, 'store' | 'clock' | 'settings' | 'announcer' | 'log'>;

/** `run`: it is SKIPPED now. `nothing`: the run is known, or one of ours, and settle's pass sees to it. */
export type RecordedEnd = 'run' | 'refused' | 'nothing';

/**
 * Hears of executions that ended badly, so that none dies before its request is a record. Other calls it leaves alone.
 *
 * What cannot be recorded now goes into the queue of dead letters: the records may be away still, for which reason it died.
 * Throws what the queue throws, since nobody brings the event again.
 */
export function makeHearOfEnded(ports: RecordEndedPorts & { letters: DeadLetterQueue }) {
  return async (event: unknown): Promise<RecordedEnd | 'queued' | undefined> => {
    const ended = endedBadlyIn(event);
    if (ended === undefined) return undefined;
    try {
      return await recordEnded(ports, ended);
    } catch (error) {
      ports.log.warn({
        what: `an execution that ended badly is not recorded yet: ${String(error)}`,
        data: { execution: ended.execution },
      });
      await ports.letters.send(JSON.stringify(event));
      return 'queued';
    }
  };
}

/**
 * Makes a record of what an execution was started with, if it died before it made one: the run, SKIPPED, or a refusal.
 * Who waits for it is answered as every close and every refusal answers. Told twice, it changes nothing.
 */
export async function recordEnded(ports: RecordEndedPorts, ended: EndedBadly): Promise<RecordedEnd> {
  const { execution, input } = ended;
  if (input === undefined) {
    ports.log.warn({
      what: 'an execution ended badly, and what it was started with is not in the event: describe it',
      code: 'INPUT_NOT_TOLD',
      data: { execution },
    });
    return 'nothing';
  }
  const asked = parsed(input);
  if (ofRunSchema.safeParse(asked).success) return 'nothing';
  try {
    return await recordRequest(ports, ended, asked);
  } catch (error) {
    if (!(error instanceof InputRefused)) throw error;
    await refuseDelivery(ports, { input: asked, execution }, error);
    return 'refused';
  }
}

/** Throws `InputRefused`. */
async function recordRequest(
  ports: RecordEndedPorts,
  ended: EndedBadly,
  asked: unknown,
): Promise<RecordedEnd> {
  const { execution, how, endedAt = ports.clock.now(), startedAt = endedAt } = ended;
  const refused = await refusedBefore(ports, execution);
  if (refused !== undefined) throw refused;
  const request: Direct = readInput('CheckWindow', directSchema, asked);
  const recorded = await recordUndelivered(ports, {
    request,
    by: execution,
    askedAt: startedAt,
    givenUpAt: endedAt,
    answer: how,
    evidence: { execution },
  });
  if ('faults' in recorded) throw new InputRefused('CheckWindow', recorded.faults);
  if (!recorded.known) return 'run';
  if (request.taskToken !== undefined) await letWait(ports, recorded.run, request.taskToken);
  return 'nothing';
}

/** A second delivery may die before its token was added to the run, and nobody would answer it. */
async function letWait(ports: RecordEndedPorts, run: Run, token: string): Promise<void> {
  const added = await ports.store.get(keys.token(run.runId, digestOf(token)));
  if (added === undefined) await waitFor(ports, run, token);
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    return undefined;
  }
}
