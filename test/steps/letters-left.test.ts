import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../shared/steps/dead-letters.ts';
import { makeDrainDeadLetters } from '../../shared/steps/drain-dead-letters.ts';
import type { Metrics } from '../../shared/steps/ports.ts';
import { MINUTE } from '../../shared/time/clock.ts';
import { makeLetterBox } from './letter-box.ts';
import { makeRig, NIGHT } from './rig.ts';

const letterOf = (key: string, sentAt: number): DeadLetter => ({
  id: `letter of ${key}`,
  text: JSON.stringify({ rule: 'solo', key, when: 'window', reason: 'nightly' }),
  sentAt,
});

/** Two letters, a minute apart, a store that may be away, and what was counted of them. */
async function counting() {
  const left: number[] = [];
  const rig = await makeRig({ at: NIGHT + 14 * MINUTE });
  const letters = makeLetterBox(letterOf('nightly/1', NIGHT), letterOf('nightly/2', NIGHT + MINUTE));
  const metrics: Metrics = {
    closed: () => undefined,
    stuck: () => undefined,
    givenUp: () => undefined,
    lettersLeft: (count) => left.push(count),
  };
  const away = { store: true };
  const store = {
    ...rig.store,
    get: async (...given: Parameters<typeof rig.store.get>) => {
      if (away.store) throw new Error('the store is away');
      return await rig.store.get(...given);
    },
  };
  const drain = makeDrainDeadLetters({ ...rig.ports, store, metrics, letters });
  return {
    left,
    letters,
    away,
    async passAt(at: number) {
      await rig.clock.advanceTo(at);
      letters.show();
      await drain({}, { remaining: () => MINUTE });
    },
  };
}

describe('a letter that cannot be recorded is counted', () => {
  it('from a quarter of an hour on, in each pass that receives it, until it is recorded', async () => {
    const { left, letters, away, passAt } = await counting();
    await passAt(NIGHT + 14 * MINUTE);
    expect(left).toEqual([]);
    await passAt(NIGHT + 15 * MINUTE);
    expect(left).toEqual([1]);
    await passAt(NIGHT + 16 * MINUTE);
    expect(left).toEqual([1, 2]);

    away.store = false;
    await passAt(NIGHT + 20 * MINUTE);
    expect(letters.left).toEqual([]);
    expect(left).toEqual([1, 2]);
  });

  it('also where it is recorded, and the queue does not let it go', async () => {
    const { left, letters, away, passAt } = await counting();
    away.store = false;
    letters.loseRemoval();
    await passAt(NIGHT + 15 * MINUTE);

    expect(letters.left).toEqual(['letter of nightly/1']);
    expect(left).toEqual([1]);
  });
});
