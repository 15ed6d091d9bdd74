import { type KeptLetter, keepLetter } from '../protocol/dead-letters.ts';
import { digestOf } from '../protocol/digest.ts';
import { STUCK_AFTER } from '../protocol/stuck.ts';
import { type Milliseconds, SECOND } from '../time/clock.ts';
import { type DeadLetter, type DeadLetterQueue, meaningOf } from './dead-letters.ts';
import type { Direct } from './direct-request.ts';
import type { Frame, Ports } from './ports.ts';
import { type RecordEndedPorts, recordEnded } from './record-ended.ts';
import { recordUndelivered } from './record-undelivered.ts';

/** What one pass did with the letters that it received. */
export interface DeadLettersPass {
  /** Requests that became a run, SKIPPED. */
  readonly runs: number;
  readonly kept: number;
  /** Left in the queue for the next pass. */
  readonly failed: number;
}

/** Left at the end of an invocation for the letter at hand. */
const RESERVE: Milliseconds = 20 * SECOND;
const MOST_ROUNDS = 10;

/** Of what a letter without meaning may fill a record and a line with. */
const MOST_FAULTS = 20;
const LONGEST_FAULT = 300;

/**
 * Turns every dead letter into a record, then takes it out of the queue.
 *
 * A request for a run becomes that run, closed as it is accepted: SKIPPED, because late is not due; so does that of an
 * execution that died before it had a run. Everything else is kept as what it is. A letter that is delivered again finds
 * its record; one that cannot be recorded stays in the queue, and is counted once it has been there for a quarter of an
 * hour: in two weeks the queue forgets it.
 */
export function makeDrainDeadLetters(
  ports: RecordEndedPorts & Pick<Ports, 'metrics'> & { letters: DeadLetterQueue },
) {
  return async (_input: unknown, frame: Frame): Promise<DeadLettersPass> => {
    const count = { runs: 0, kept: 0, failed: 0 };
    let left = 0;
    for (let round = 1; round <= MOST_ROUNDS && frame.remaining() > RESERVE; round += 1) {
      const received = await ports.letters.receive();
      if (received.length === 0) break;
      for (const letter of received) {
        const did = await drainOne(ports, letter);
        count[did] += 1;
        if (did === 'failed' && ports.clock.now() - letter.sentAt >= STUCK_AFTER) left += 1;
      }
    }
    // By us, because the age that the queue gives leaves out what has been received three times.
    if (left > 0) ports.metrics?.lettersLeft(left);
    return count;
  };
}

type DrainPorts = Parameters<typeof makeDrainDeadLetters>[0];

async function drainOne(ports: DrainPorts, letter: DeadLetter): Promise<keyof DeadLettersPass> {
  try {
    const did = await record(ports, letter);
    await ports.letters.remove(letter);
    return did;
  } catch (error) {
    ports.log.warn({
      what: `a dead letter is not recorded yet: ${String(error)}`,
      data: { letter: letter.id },
    });
    return 'failed';
  }
}

async function record(ports: DrainPorts, letter: DeadLetter): Promise<'runs' | 'kept'> {
  const meaning = meaningOf(letter);
  if (meaning.what === 'request') return await recordRequest(ports, letter, meaning.request);
  if (meaning.what !== 'ended badly') return await keep(ports, letter, meaning);
  const recorded = await recordEnded(ports, meaning.ended);
  if (recorded === 'run') return 'runs';
  if (recorded === 'refused') return 'kept';
  return await keep(ports, letter, { what: meaning.what, of: meaning.of });
}

async function recordRequest(
  ports: DrainPorts,
  letter: DeadLetter,
  request: Direct,
): Promise<'runs' | 'kept'> {
  const recorded = await recordUndelivered(ports, {
    request,
    by: letter.from ?? 'dead letter',
    askedAt: letter.scheduledAt ?? letter.sentAt,
    givenUpAt: letter.sentAt,
    answer: letter.answer,
    evidence: { letter: letter.id },
  });
  if ('run' in recorded) return 'runs';
  return await keep(ports, letter, { what: 'refused', of: request.key, faults: recorded.faults });
}

async function keep(
  { store, clock, log }: DrainPorts,
  { id, text, sentAt, from, answer }: DeadLetter,
  meant: Pick<KeptLetter, 'what' | 'of'> & { readonly faults?: readonly string[] },
): Promise<'kept'> {
  const faults = meant.faults?.slice(0, MOST_FAULTS).map((fault) => fault.slice(0, LONGEST_FAULT));
  const kept = { ...meant, faults, from, answer, digest: digestOf(text), undeliveredAt: sentAt };
  await store.transact([keepLetter(id, kept, clock.now())]);
  log.warn({ what: 'a dead letter is kept', code: 'DEAD_LETTER', data: { letter: id, ...kept } });
  return 'kept';
}
