import * as z from 'zod/mini';
import type { Condition, Item, Key, Write } from '../store/store.ts';
import type { Send } from '../switchover/sends.ts';
import type { Instant } from '../time/clock.ts';
import type { Answer } from '../volcengine/redis.ts';
import { advance, changed } from './advance.ts';
import { type AuditEvent, appendEvent, type Happening } from './audit.ts';
import { keys, SEND_PREFIX } from './keys.ts';
import { holdForSend } from './lease.ts';
import { attributesOf, readRecord } from './record.ts';
import type { Run } from './run.ts';

/** At most this many attempts of one batch, and only after answers known not to have executed. */
export const MOST_ATTEMPTS = 3;

const sendSchema = z.object({
  batch: z.number(),
  attempt: z.number(),
  /** Whose send this is: only the process that claimed it may write its answer. */
  by: z.string(),
  targets: z.array(z.string()),
  claimedAt: z.number(),
  /** The end of the signature's life. (`expiresAt` is the record's own, to the store.) */
  lifeEndsAt: z.number(),
  answer: z.enum(['none', 'accepted', 'refused', 'throttled', 'ambiguous', 'NOT_SENT']),
  answeredAt: z.optional(z.number()),
  code: z.optional(z.string()),
  message: z.optional(z.string()),
  requestId: z.optional(z.string()),
  notSentBecause: z.optional(z.string()),
});

/** One claimed send. It exists before the first byte leaves; its absence proves that nothing was sent. */
export type ClaimedSend = Readonly<Omit<z.infer<typeof sendSchema>, 'lifeEndsAt'>> & Send;

/** The claimed sends among a run's items, in order of batch and attempt. */
export const readSends = (items: readonly Item[]): readonly ClaimedSend[] =>
  items
    .filter((item) => item.key.sort.startsWith(SEND_PREFIX))
    .map((item) => {
      const { lifeEndsAt, ...send } = readRecord(sendSchema, item);
      return { ...send, expiresAt: lifeEndsAt };
    });

export interface SendClaim {
  readonly batch: number;
  readonly attempt: number;
  readonly by: string;
  readonly targets: readonly string[];
  readonly lifeEndsAt: Instant;
  readonly now: Instant;
  readonly event: Happening;
  readonly last: AuditEvent | undefined;
}

/**
 * Claims a send, one transaction (PROTOCOL, Send 4). Whoever commits it may send once; nobody else may, ever.
 *
 * No stop or freeze takes part: a transaction would conflict with the stop itself. The last look is for those.
 */
export function claimSend(run: Run, send: SendClaim): { writes: readonly Write[]; after: Run } {
  const { batch, attempt } = send;
  const event = appendEvent(run, send.last, send.event);
  const change: Partial<Run> = {
    ...event.change,
    phase: 'SENDING',
    lastBatch: batch,
    lastAttempt: attempt,
  };
  const ready: Condition[] = [{ attribute: 'phase', oneOf: ['PINNED', 'OBSERVING'] }];
  if (attempt === 1) ready.push({ attribute: 'verified', is: '=', value: batch - 1 });
  const before: Write[] =
    attempt === 1
      ? []
      : [
          {
            check: keys.send(run.runId, batch, attempt - 1),
            when: { attribute: 'answer', is: '=', value: 'throttled' },
          },
        ];
  return {
    after: changed(run, change),
    writes: [
      holdForSend(run, send.now),
      advance(run, change, ready),
      {
        put: keys.send(run.runId, batch, attempt),
        attributes: attributesOf({
          batch,
          attempt,
          by: send.by,
          targets: send.targets,
          claimedAt: send.now,
          lifeEndsAt: send.lifeEndsAt,
          answer: 'none',
          expiresAt: run.expiresAt,
        }),
        when: { item: 'absent' },
      },
      ...before,
      event.write,
    ],
  };
}

const own = (by: string): Condition => ({
  all: [
    { attribute: 'by', is: '=', value: by },
    { attribute: 'answer', is: '=', value: 'none' },
  ],
});

/** Writes the answer of a send and takes the run to OBSERVING. Only the process that claimed the send can. */
export function recordAnswer(
  run: Run,
  send: Pick<SendClaim, 'batch' | 'attempt' | 'by'>,
  answer: Answer,
  now: Instant,
) {
  const change: Partial<Run> = { phase: 'OBSERVING' };
  const writes: readonly Write[] = [
    advance(run, change),
    {
      update: keys.send(run.runId, send.batch, send.attempt),
      set: attributesOf({
        answer: answer.kind,
        answeredAt: now,
        code: answer.code,
        message: answer.message,
        requestId: answer.requestId,
      }),
      when: own(send.by),
    },
  ];
  return { writes, after: changed(run, change) };
}

/** Marks a claimed send as never sent: the last look said no. By its own nonce, so that nobody else's send is unmade. */
export const markNotSent = (by: string, key: Key, because: string): Write => ({
  update: key,
  set: { answer: 'NOT_SENT', notSentBecause: because },
  when: own(by),
});
