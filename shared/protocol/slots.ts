import * as z from 'zod/mini';
import type { Item, Key, Write } from '../store/store.ts';
import { nightPartition } from './keys.ts';
import { readRecord } from './record.ts';
import type { Run } from './run.ts';

const slotSchema = z.object({ run: z.string() });

/**
 * A slot: one of the places that a limit has. It names its run and has no expiry (ADR 0002): it is free when it does not
 * exist, or when its run is CLOSED and no longer keeps it.
 */
export interface Slot {
  readonly key: Key;
  readonly run: string;
}

export const readSlot = (item: Item): Slot => ({ key: item.key, run: readRecord(slotSchema, item).run });

/** True for a slot of the night of the run's own opening. */
export const isNightSlot = ({ account, opening }: Pick<Run, 'account' | 'opening'>, slot: Key): boolean =>
  opening !== undefined && slot.partition === nightPartition(account, opening.day);

/** Takes a slot that was read as free: absent, or left over by `leftBy`. */
export const takeSlot = (key: Key, runId: string, leftBy: string | undefined): Write => ({
  put: key,
  attributes: { run: runId },
  when: leftBy === undefined ? { item: 'absent' } : { attribute: 'run', is: '=', value: leftBy },
});

/** Gives a slot back. Its absence is fine: another closer was there first. */
export const freeSlot = (key: Key, runId: string): Write => ({
  delete: key,
  when: { any: [{ item: 'absent' }, { attribute: 'run', is: '=', value: runId }] },
});
