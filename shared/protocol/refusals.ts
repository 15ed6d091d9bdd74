import * as z from 'zod/mini';
import type { Item, Key, Write } from '../store/store.ts';
import { DAY, type Instant, SECOND } from '../time/clock.ts';
import { digestOf } from './digest.ts';
import { keys } from './keys.ts';
import { attributesOf, readRecord } from './record.ts';

const refusalSchema = z.object({
  /** The execution that brought the request. */
  execution: z.string(),
  why: z.string(),
  at: z.number(),
});

/** A request that was refused before a run was accepted. What stood in it is not kept, only what was wrong with it. */
export type RefusedRequest = Readonly<z.infer<typeof refusalSchema>>;

export const readRefusal = (item: Item): RefusedRequest => readRecord(refusalSchema, item);

/** As long as the logs are kept. */
const KEPT_FOR = 90 * DAY;
/** A request may have as many faults as it has fields. */
const LONGEST_WHY = 2_000;

/** Of the refusal of one execution's request. */
export const refusalKey = (execution: string): Key => keys.refusal(digestOf(execution));

/** Keeps a refusal, once for each execution: the platform's retry is the same refusal. */
export const keepRefusal = ({ execution, why, at }: RefusedRequest): Write => ({
  put: refusalKey(execution),
  attributes: attributesOf({
    execution,
    // It may name fields of the request, which are whatever somebody sent.
    why: why.slice(0, LONGEST_WHY).toWellFormed(),
    at,
    expiresAt: expiryOf(at),
  }),
  when: { item: 'absent' },
});

const expiryOf = (at: Instant): number => Math.ceil((at + KEPT_FOR) / SECOND);
