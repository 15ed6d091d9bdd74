import type { Model } from '../../local-volcengine/model.ts';
import type { Instant } from '../../time/clock.ts';
import type { Redis } from '../../volcengine/redis.ts';
import type { Fault } from './faults.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/**
 * What the vendor of a world was asked and answered, good for as long as it stands still: what it shows follows from the
 * calls and the clock alone, and it says itself when it will be different. Saves signing and verifying the same again.
 * It makes no other night, but that a read which is paused is signed after its pause.
 */
export interface StillAnswers {
  readonly known: Map<string, { readonly answer: unknown; readonly span: Span }>;
  /** When something happened that may change what the vendor shows, oldest first. */
  readonly changes: Instant[];
  /** Every question goes out, also where the answer is known: to see that it makes no difference. */
  readonly asksAlways: boolean;
}

/** For how long an answer is what the vendor shows: until its own next change, or the first one that is made. */
export interface Span {
  readonly changes: number;
  readonly until: Instant;
}

export const spanFrom = ({ changes }: StillAnswers, model: Model): Span => ({
  changes: changes.length,
  until: model.nextDeadline() ?? Number.POSITIVE_INFINITY,
});

/** The instant from which on an answer of that span may be old. */
export const goodUntil = ({ changes }: StillAnswers, span: Span): Instant =>
  Math.min(span.until, changes[span.changes] ?? Number.POSITIVE_INFINITY);

/** An I/O that had begun before it was clear that the question has to go out: its exchange is that I/O, with what it met. */
export interface Begun {
  io: { readonly fault: Fault | undefined } | undefined;
}

/** Faults of the process alone, which leave the answer what it is. */
const OF_THE_PROCESS: ReadonlySet<string> = new Set([
  'crash before',
  'crash after',
  'pause before',
  'pause after',
]);

export interface StillParts {
  readonly process: SimulatedProcess;
  readonly model: Model;
  readonly still: StillAnswers;
  readonly begun: Begun;
}

/** The reads of one process, one at a time: each is an I/O with its own fault, and goes out only where its answer is not known. */
export function makeStillReads(parts: StillParts, redis: Redis): Redis {
  return {
    ...redis,
    describeInstance: (id) => read(parts, 'DescribeDBInstanceDetail', id, () => redis.describeInstance(id)),
    describeShards: (id) => read(parts, 'DescribeDBInstanceShards', id, () => redis.describeShards(id)),
    listPlannedEvents: (id) => read(parts, 'DescribePlannedEvents', id, () => redis.listPlannedEvents(id)),
    listTasks: (id, since) =>
      read(parts, 'DescribeTasks', `${id} ${since}`, () => redis.listTasks(id, since)),
    sendSwitchOver(prepared) {
      parts.still.changes.push(parts.process.trueNow());
      return redis.sendSwitchOver(prepared);
    },
  };
}

async function read<Result>(
  { process, model, still, begun }: StillParts,
  action: string,
  about: string,
  ask: () => Promise<Result>,
): Promise<Result> {
  const question = `${action} ${about}`;
  const known = still.known.get(question);
  const isGood = () =>
    known !== undefined && !still.asksAlways && process.trueNow() < goodUntil(still, known.span);
  if (isGood()) {
    const answered = await process.reach<boolean>(
      'vendor read',
      action,
      async (fault) => {
        const stands = (fault === undefined || OF_THE_PROCESS.has(fault.fault)) && isGood();
        if (!stands) begun.io = { fault };
        return stands;
      },
      () => new Error('an exchange never throws'),
    );
    if (answered) return known?.answer as Result;
  }
  const { length: changes } = still.changes;
  const answer = await ask();
  still.known.set(question, { answer, span: { ...spanFrom(still, model), changes } });
  return answer;
}
