import { describe, expect, it } from 'vitest';
import { Unprocessed } from '../../shared/store/dynamodb-failure.ts';
import { makeRepeat } from '../../shared/store/dynamodb-repeat.ts';
import { StoreUnavailable } from '../../shared/store/errors.ts';

/** Repeats in virtual time; each attempt takes `takes`, and the clock leaps to where it is asked to sleep. */
function harness({ random = 1, takes = 0 } = {}) {
  const waits: number[] = [];
  let now = 0;
  const clock = {
    now: () => now,
    async sleepUntil(at: number) {
      waits.push(at - now);
      now = at;
    },
  };
  const repeat = makeRepeat({ clock, random: () => random });
  const busy = async () => {
    now += takes;
    throw new Unprocessed('again');
  };
  return { repeat, busy, waits };
}

describe('asking again', () => {
  it('waits longer each time, at most a second, and gives up after eight attempts', async () => {
    const { repeat, busy, waits } = harness();

    await expect(repeat('Query p', busy)).rejects.toThrow('Query p → Unprocessed: again after 8 attempts');
    expect(waits).toEqual([25, 50, 100, 200, 400, 800, 1000]);
  });

  it('spreads rivals over the whole wait', async () => {
    const { repeat, busy, waits } = harness({ random: 0 });

    await expect(repeat('Query p', busy)).rejects.toThrow(StoreUnavailable);
    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('begins nothing after ten seconds', async () => {
    const { repeat, busy, waits } = harness({ takes: 4_000 });

    await expect(repeat('Query p', busy)).rejects.toThrow('after 3 attempts');
    expect(waits).toHaveLength(2);
  });

  it('leaves alone what is decided already', async () => {
    const { repeat, waits } = harness();
    const decided = new StoreUnavailable('undecidable');

    await expect(repeat('write p', () => Promise.reject(decided))).rejects.toBe(decided);
    expect(waits).toEqual([]);
  });
});
