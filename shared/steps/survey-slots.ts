import type { Limits } from '../plan/plan.ts';
import type { FreeSlot } from '../protocol/claim.ts';
import { atOncePartition, keys, nightPartition } from '../protocol/keys.ts';
import { type Run, readRun } from '../protocol/run.ts';
import { readSlot, type Slot } from '../protocol/slots.ts';
import type { Key, Store } from '../store/store.ts';
import type { LimitFacts } from '../switchover/gates/facts.ts';

/** What the slots say, and the ones to take if the gates say yes. */
export interface SlotSurvey {
  readonly facts: LimitFacts;
  readonly free: readonly FreeSlot[];
}

/**
 * Reads the slots of every limit that applies. Limits are numbers of slots, not counters: what is not free cannot be
 * taken twice, and a crash leaks nothing that a close does not give back.
 */
export async function surveySlots(
  store: Store,
  run: Pick<Run, 'runId' | 'account' | 'opening'>,
  limits: Limits,
  tags: Readonly<Record<string, string>>,
): Promise<SlotSurvey> {
  const atOnce = await placesOf(store, atOncePartition(run.account), limits.atOnce, (number) =>
    keys.atOnceSlot(run.account, number),
  );
  const value = limits.onePer === undefined ? undefined : tags[limits.onePer];
  const onePer =
    value === undefined
      ? undefined
      : await placesOf(store, keys.onePerSlot(run.account, value).partition, 1, () =>
          keys.onePerSlot(run.account, value),
        );
  const day = run.opening?.day;
  const night =
    limits.perNight === undefined || day === undefined
      ? undefined
      : await placesOf(store, nightPartition(run.account, day), limits.perNight, (number) =>
          keys.nightSlot(run.account, day, number),
        );
  return {
    facts: {
      atOnce: { limit: limits.atOnce, takenBy: atOnce.takenBy },
      ...(value !== undefined && onePer && { onePer: { value, takenBy: onePer.takenBy[0] } }),
      ...(limits.perNight !== undefined &&
        night && { night: { limit: limits.perNight, taken: night.takenBy.length } }),
    },
    free: [atOnce, onePer, night].flatMap((places) => places?.free ?? []),
  };
}

async function placesOf(store: Store, partition: string, limit: number, key: (number: number) => Key) {
  const slots = (await store.list(partition)).map(readSlot);
  const taken: Slot[] = [];
  const leftOver: FreeSlot[] = [];
  for (const slot of slots) {
    if (await isLeftOver(store, slot)) leftOver.push({ key: slot.key, leftBy: slot.run });
    else taken.push(slot);
  }
  const occupied = new Set(slots.map((slot) => slot.key.sort));
  const empty = Array.from({ length: limit }, (_, number) => key(number)).find(
    (place) => !occupied.has(place.sort),
  );
  const free = empty === undefined ? leftOver[0] : { key: empty };
  return { takenBy: taken.map((slot) => slot.run), free: free === undefined ? [] : [free] };
}

/** A slot outlives its run only where a close could not give it back; a held run keeps its own, and a night's stays. */
async function isLeftOver(store: Store, slot: Slot): Promise<boolean> {
  const item = await store.get(keys.run(slot.run));
  if (item === undefined) return true;
  const run = readRun(item);
  const keeps = run.slots?.some(
    ({ partition, sort }) => partition === slot.key.partition && sort === slot.key.sort,
  );
  return run.phase === 'CLOSED' && keeps !== true;
}
