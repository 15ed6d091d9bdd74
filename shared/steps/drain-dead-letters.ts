import { acceptClosed, acceptedRun } from '../protocol/accept.ts';
import { readPlanPointer } from '../protocol/control.ts';
import { type KeptLetter, keepLetter } from '../protocol/dead-letters.ts';
import { digestOf } from '../protocol/digest.ts';
import { keys } from '../protocol/keys.ts';
import { readRun } from '../protocol/run.ts';
import { STUCK_AFTER } from '../protocol/stuck.ts';
import { addToken } from '../protocol/tokens.ts';
import { decide } from '../switchover/decisions.ts';
import { type Milliseconds, SECOND } from '../time/clock.ts';
import { type DeadLetter, type DeadLetterQueue, meaningOf } from './dead-letters.ts';
import { type Direct, requestOf, whenOf } from './direct-request.ts';
import { planVersion } from './plan-in-force.ts';
import type { Frame, Ports } from './ports.ts';
import { resolveRequest } from './resolve-request.ts';
import { commit } from './run-file.ts';

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
 * A request for a run becomes that run, closed as it is accepted: SKIPPED, because late is not due. Everything else is
 * kept as what it is. A letter that is delivered again finds its record; one that cannot be recorded stays in the queue,
 * and is counted once it has been there for a quarter of an hour: in two weeks the queue forgets it.
 */
export function makeDrainDeadLetters(
  ports: Pick<Ports, 'store' | 'clock' | 'settings' | 'log' | 'metrics'> & { letters: DeadLetterQueue },
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
  if (meaning.what !== 'request') return await keep(ports, letter, meaning);
  const refused = await recordRun(ports, letter, meaning.request);
  if (refused === undefined) return 'runs';
  return await keep(ports, letter, { what: 'refused', of: meaning.request.key, faults: refused });
}

/** The run of a request, closed as it is accepted. Returns why there can be none; a run that is known stays as it is. */
async function recordRun(
  ports: DrainPorts,
  letter: DeadLetter,
  direct: Direct,
): Promise<readonly string[] | undefined> {
  const { store, clock, settings } = ports;
  const { taskToken, reason } = direct;
  const { runId, digest } = requestOf(direct, settings.deployment);
  const known = await store.get(keys.run(runId));
  if (known !== undefined) {
    return readRun(known).trigger.body === digest ? undefined : ['key: it was used for another request'];
  }
  const pointer = await store.get(keys.currentPlan());
  if (pointer === undefined) return ['no plan is in force'];
  const plan = await planVersion(store, readPlanPointer(pointer).hash);
  const asked = letter.scheduledAt ?? letter.sentAt;
  const found = resolveRequest(plan, { ...direct, when: whenOf(direct) }, asked);
  if (!found.resolved) return [`${found.what}: ${found.decision.code}`];
  const now = clock.now();
  const trigger = {
    source: 'direct',
    by: letter.from ?? 'dead letter',
    reason,
    body: digest,
  } as const;
  const run = acceptedRun({ ...found.subject, runId, trigger }, now, plan.history);
  const decision = decide('TRIGGER_UNDELIVERED', { undeliveredAt: letter.sentAt, answer: letter.answer });
  const { writes } = acceptClosed(run, {
    closing: { outcome: 'SKIPPED', reason: 'STALE', decision, hold: false },
    by: 'settle',
    now,
    evidence: { letter: letter.id },
  });
  const token = taskToken === undefined ? [] : [addToken(run, taskToken)];
  await commit(store, 'record the dead letter of', runId, [...writes, ...token]);
  ports.log.warn({ runId, what: 'its trigger could not be delivered', ...decision });
  return undefined;
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
