import { describe, expect, it } from 'vitest';
import { keys, runPartition } from '../../shared/protocol/keys.ts';
import { pin, readPins } from '../../shared/protocol/pins.ts';
import type { Write } from '../../shared/store/store.ts';
import type { Pin } from '../../shared/switchover/targets.ts';
import { aClaimedRun, commits, putRun, runIn, storeWith } from './runs.ts';

const pinOf = (number: number): Pin => ({
  shardId: `shard-${number}`,
  target: `node-${number}-1`,
  expectedPrimary: `node-${number}-0`,
});
const batchesOf = (count: number) => Array.from({ length: count }, (_, number) => [pinOf(number)]);

describe('the pins of a run', () => {
  it.each([1, 3, 89, 90, 91, 256])('are written in one transaction, all %i batches', async (count) => {
    const run = aClaimedRun();
    const store = await storeWith(putRun(run));
    const batches = batchesOf(count);
    const { writes, after } = pin(run, batches);

    expect(await commits(store, writes)).toBe(true);

    expect(await runIn(store)).toEqual(after);
    expect(after).toMatchObject({ phase: 'PINNED', batches: count });
    expect(readPins(await store.list(runPartition('run-1')))).toEqual(
      batches.map((pins, index) => ({
        batch: index + 1,
        clientToken: `offpeak-run-1-${index + 1}`,
        pins,
      })),
    );
  });

  it.each<{ name: string; found: Write }>([
    { name: 'a run that was written since', found: putRun(aClaimedRun({ version: 1 })) },
    { name: 'a run that is PINNED', found: putRun(aClaimedRun({ phase: 'PINNED' })) },
    { name: 'a run that is OBSERVING', found: putRun(aClaimedRun({ phase: 'OBSERVING' })) },
    { name: 'a run that is CLOSED', found: putRun(aClaimedRun({ phase: 'CLOSED' })) },
    { name: 'a pin that is there', found: { put: keys.pin('run-1', 2), attributes: {} } },
  ])('are never written over $name', async ({ found }) => {
    const store = await storeWith(putRun(aClaimedRun()));
    await store.transact([found]);
    expect(await commits(store, pin(aClaimedRun(), batchesOf(3)).writes)).toBe(false);
  });
});
