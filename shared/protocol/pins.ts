import * as z from 'zod/mini';
import type { Item, Write } from '../store/store.ts';
import type { Pin } from '../switchover/targets.ts';
import { advance, changed } from './advance.ts';
import { clientTokenOf } from './identity.ts';
import { keys, PIN_PREFIX } from './keys.ts';
import { attributesOf, readRecord } from './record.ts';
import type { Run } from './run.ts';

const batchSchema = z.object({
  batch: z.number(),
  clientToken: z.string(),
  pins: z.array(z.object({ shardId: z.string(), target: z.string(), expectedPrimary: z.string() })),
});

const pinSchema = z.extend(batchSchema, {
  /** The batches after it, where there are more batches than writes in a transaction. */
  more: z.optional(z.array(batchSchema)),
});

/** One batch of pinned targets. Written once, for all batches, before the first send; never recomputed. */
export type PinnedBatch = Readonly<z.infer<typeof batchSchema>>;

/** A transaction takes 100 writes; with 256 shards one at a time there are more batches than that. */
const MOST_ITEMS = 90;

/** The pinned batches among a run's items, in order. */
export const readPins = (items: readonly Item[]): readonly PinnedBatch[] =>
  items
    .filter((item) => item.key.sort.startsWith(PIN_PREFIX))
    .flatMap((item) => {
      const { more = [], ...first } = readRecord(pinSchema, item);
      return [first, ...more];
    });

/** Pins the targets of all batches: CLAIMED → PINNED. A recomputed target is how a second call flips the roles back. */
export function pin(
  run: Run,
  batches: readonly (readonly Pin[])[],
): { writes: readonly Write[]; after: Run } {
  const change: Partial<Run> = { phase: 'PINNED', batches: batches.length };
  return {
    after: changed(run, change),
    writes: [
      advance(run, change, [{ attribute: 'phase', is: '=', value: 'CLAIMED' }]),
      ...itemsOf(
        run,
        batches.map((pins, index) => pinnedBatch(run, index + 1, pins)),
      ),
    ],
  };
}

const pinnedBatch = (run: Run, batch: number, pins: readonly Pin[]): PinnedBatch => ({
  batch,
  clientToken: clientTokenOf(run.runId, batch),
  pins: pins.map(({ shardId, target, expectedPrimary }) => ({ shardId, target, expectedPrimary })),
});

/** One item a batch, or as few batches an item as fit into the transaction. */
function itemsOf(run: Run, batches: readonly PinnedBatch[]): readonly Write[] {
  const size = Math.max(1, Math.ceil(batches.length / MOST_ITEMS));
  return batches.flatMap((first, index): Write[] => {
    if (index % size !== 0) return [];
    const more = batches.slice(index + 1, index + size);
    return [
      {
        put: keys.pin(run.runId, first.batch),
        attributes: attributesOf({ ...first, ...(more.length > 0 && { more }), expiresAt: run.expiresAt }),
        when: { item: 'absent' },
      },
    ];
  });
}
