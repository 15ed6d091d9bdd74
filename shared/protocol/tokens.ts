import * as z from 'zod/mini';
import type { Item, Key, Write } from '../store/store.ts';
import type { Instant } from '../time/clock.ts';
import { digestOf } from './digest.ts';
import { keys } from './keys.ts';
import { attributesOf, readRecord } from './record.ts';
import type { Run } from './run.ts';

const tokenSchema = z.object({ token: z.string(), answeredAt: z.optional(z.number()) });

/** The task token of a workflow that waits for a run. Kept as given; never logged. */
export type WaitingToken = Readonly<z.infer<typeof tokenSchema>>;

export const readToken = (item: Item): WaitingToken => readRecord(tokenSchema, item);

/** Adds a token to a run: the one thing that a second delivery changes. Adding it twice is one token. */
export const addToken = (run: Pick<Run, 'runId' | 'expiresAt'>, token: string): Write => ({
  put: keys.token(run.runId, digestOf(token)),
  attributes: attributesOf({ token, expiresAt: run.expiresAt }),
  when: { item: 'absent' },
});

export const tokenAnswered = (key: Key, at: Instant): Write => ({ update: key, set: { answeredAt: at } });
