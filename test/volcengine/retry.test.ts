import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attempt, type ReadBudget, withinBudget } from '../../shared/volcengine/retry.ts';
import { VirtualClock } from './virtual-clock.ts';

const BUDGET: ReadBudget = { attempts: 4, elapsed: 10_000, firstDelay: 200, longestDelay: 500 };
const LATE: Attempt<string> = {
  usable: false,
  answer: { kind: 'ambiguous', code: 'Timeout' },
  again: 'later',
};
const USABLE: Attempt<string> = { usable: true, value: 'read' };

function series(...outcomes: Attempt<string>[]) {
  let made = 0;
  return async () => outcomes[Math.min(made++, outcomes.length - 1)] ?? USABLE;
}

function parts(budget: Partial<ReadBudget> = {}, random = () => 0.999) {
  return { clock: new VirtualClock(), random, budget: { ...BUDGET, ...budget } };
}

describe('attempts go on until one is usable', () => {
  it.each([0, 1, 2, 3])('after %i that were not', async (unusable) => {
    const outcome = await withinBudget(series(...Array(unusable).fill(LATE), USABLE), parts());

    expect(outcome).toEqual(USABLE);
  });
});

describe('it gives up', () => {
  it('when the attempts are used up, and says what was spent', async () => {
    const outcome = await withinBudget(series(LATE), parts());

    expect(outcome).toEqual({ usable: false, answer: LATE.answer, attempts: 4, elapsed: 200 + 400 + 500 });
  });

  it('before a wait that would end beyond the elapsed time', async () => {
    const { clock, ...rest } = parts({ elapsed: 601 });

    const outcome = await withinBudget(series(LATE), { clock, ...rest });

    expect(outcome).toMatchObject({ usable: false, attempts: 3, elapsed: 600 });
  });

  it('when attempts themselves take the time', async () => {
    const { clock, ...rest } = parts();
    const slow = async () => {
      clock.pass(6_000);
      return LATE;
    };

    expect(await withinBudget(slow, { clock, ...rest })).toMatchObject({ attempts: 2 });
  });

  it('at once when another attempt cannot help', async () => {
    const refused: Attempt<string> = { usable: false, answer: { kind: 'refused' }, again: 'never' };

    expect(await withinBudget(series(refused, USABLE), parts())).toMatchObject({
      usable: false,
      attempts: 1,
    });
  });
});

describe('waits', () => {
  it.each([
    [0, [0, 0, 0]],
    [0.5, [100, 200, 250]],
    [0.999, [200, 400, 500]],
  ])('chance %d of a doubling, bounded delay: %j', async (chance, waits) => {
    const { clock, ...rest } = parts({}, () => chance);

    await withinBudget(series(LATE), { clock, ...rest });

    expect(clock.waits).toEqual(waits);
  });

  it('are as long as Retry-After asks', async () => {
    const { clock, ...rest } = parts();
    const asked: Attempt<string> = {
      usable: false,
      answer: { kind: 'throttled', retryAfterSeconds: 3 },
      again: 'later',
    };

    await withinBudget(series(asked, USABLE), { clock, ...rest });

    expect(clock.waits).toEqual([3_000]);
  });

  it('are none when Retry-After passes the budget: it gives up with that answer', async () => {
    const { clock, ...rest } = parts();
    const answer = { kind: 'throttled', retryAfterSeconds: 3_600 } as const;

    const outcome = await withinBudget(series({ usable: false, answer, again: 'later' }), { clock, ...rest });

    expect(outcome).toMatchObject({ usable: false, answer, attempts: 1 });
    expect(clock.waits).toEqual([]);
  });

  it('are none before an attempt that may be made at once', async () => {
    const { clock, ...rest } = parts();

    await withinBudget(series({ ...LATE, again: 'at once' }, USABLE), { clock, ...rest });

    expect(clock.waits).toEqual([]);
  });
});

it('never passes either limit, whatever happens', async () => {
  const again = fc.constantFrom('later', 'at once', 'never');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ took: fc.nat(3_000), again, asked: fc.nat(20) }), { minLength: 1 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      async (attempts, chance) => {
        const { clock, ...rest } = parts({}, () => chance);
        const startedAt = clock.now();
        let made = 0;
        await withinBudget(
          async () => {
            expect(clock.now() - startedAt).toBeLessThan(BUDGET.elapsed);
            const {
              took,
              again: next,
              asked,
            } = attempts[made % attempts.length] ?? { took: 0, again: 'never', asked: 0 };
            made += 1;
            clock.pass(took);
            return { usable: false, answer: { kind: 'throttled', retryAfterSeconds: asked }, again: next };
          },
          { clock, ...rest },
        );
        expect(made).toBeLessThanOrEqual(BUDGET.attempts);
      },
    ),
  );
});
