import { describe, expect, it } from 'vitest';
import { putStop } from '../../shared/protocol/control.ts';
import { readStops } from '../../shared/steps/stops-in-force.ts';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import { makeVirtualClock } from '../engine/virtual-clock.ts';

const START = 1_000_000;

/** A store whose first reads fail, and the instants at which it was asked. */
function failing(times: number, fault: () => Error = () => new StoreUnavailable('away')) {
  const clock = makeVirtualClock(START);
  const asked: number[] = [];
  const store = makeMemoryStore({
    async onCall({ operation, moment }) {
      if (operation !== 'list' || moment !== 'before') return;
      asked.push(clock.now());
      if (asked.length <= times) throw fault();
    },
  });
  return { clock, store, asked };
}

async function read({ clock, store }: ReturnType<typeof failing>) {
  let stops: Awaited<ReturnType<typeof readStops>> | undefined;
  await store.transact([putStop({ scope: 'everything', by: 'ann', reason: 'r', at: START })]);
  const reading = readStops(store, clock).then((found) => {
    stops = found;
  });
  await clock.runUntil(() => stops !== undefined);
  await reading;
  return stops;
}

describe('reading the stops', () => {
  it.each([0, 1, 2])('succeeds after %i failed reads', async (times) => {
    expect(await read(failing(times))).toMatchObject([{ scope: 'everything' }]);
  });

  it('gives up after three within two seconds: unreadable counts as stopped', async () => {
    const rig = failing(3);
    expect(await read(rig)).toBe('unreadable');
    expect(rig.asked).toHaveLength(3);
    expect(rig.clock.now() - START).toBeLessThanOrEqual(2_000);
  });

  it('waits for whole milliseconds, for an instant is no fraction', async () => {
    const rig = failing(2);
    await read(rig);
    expect(rig.asked.every(Number.isInteger)).toBe(true);
  });

  it('does not take a fault of our own for an absent answer', async () => {
    const { store, clock } = failing(1, () => new TypeError('ours'));
    await expect(readStops(store, clock)).rejects.toThrow('ours');
  });
});
