import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keys } from '../../shared/protocol/keys.ts';
import { closeChannel, type Limit, readPace, takePlace } from '../../shared/protocol/pace.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import { MINUTE, SECOND } from '../../shared/time/clock.ts';

const KEY = keys.pace('feishu', 'offpeak/feishu-dba');
const LIMITS: readonly Limit[] = [
  { count: 5, per: MINUTE },
  { count: 2, per: SECOND },
];

function channel(limits = LIMITS) {
  const store = makeMemoryStore();
  const known = async () => {
    const item = await store.get(KEY);
    return item === undefined ? undefined : readPace(item);
  };
  return {
    async ask(now: number) {
      const place = takePlace(KEY, await known(), limits, now);
      if (place.free) await store.transact([place.write]);
      return place.free ? 'free' : place.from;
    },
    close: async (now: number, until: number) =>
      void (await store.transact([closeChannel(KEY, await known(), { now, until })])),
  };
}

describe('a place in the pace of a channel', () => {
  it('is free up to each limit, then from the next window on', async () => {
    const { ask } = channel();
    const asked = [];
    for (const now of [0, 10, 20, 1_000, 1_001, 1_002, 2_000, 3_000, 60_000]) asked.push(await ask(now));

    expect(asked).toEqual(['free', 'free', 1_000, 'free', 'free', 2_000, 'free', 60_000, 'free']);
  });

  it('is not free while the channel is closed', async () => {
    const { ask, close } = channel();
    await ask(0);
    await close(10, 25_000);
    expect(await ask(20_000)).toBe(25_000);
    expect(await ask(25_000)).toBe('free');
  });

  it('is taken by one of two who read the same', async () => {
    const store = makeMemoryStore();
    const [one, other] = [takePlace(KEY, undefined, LIMITS, 0), takePlace(KEY, undefined, LIMITS, 0)];
    if (!one.free || !other.free) throw new Error('no place');
    expect(await store.transact([one.write])).toEqual({ committed: true });
    expect(await store.transact([other.write])).toMatchObject({ committed: false });
  });

  it('is never taken more often than a limit says in any aligned window, nor refused without need', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 4 * MINUTE }), { maxLength: 60 }), async (instants) => {
        const { ask } = channel();
        const taken: number[] = [];
        for (const now of instants.toSorted((a, b) => a - b)) {
          const inWindow = ({ per }: Limit) =>
            taken.filter((at) => Math.floor(at / per) === Math.floor(now / per)).length;
          const fits = LIMITS.every((limit) => inWindow(limit) < limit.count);
          expect((await ask(now)) === 'free').toBe(fits);
          if (fits) taken.push(now);
        }
      }),
    );
  });

  it('belongs to the bot, whatever its name and however long', () => {
    expect(keys.pace('feishu', 'x'.repeat(512)).sort.length).toBeLessThan(100);
    expect(keys.pace('feishu', 'a')).not.toEqual(keys.pace('wecom', 'a'));
  });
});
