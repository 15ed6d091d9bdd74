import { describe, expect, it } from 'vitest';
import { readPatiently } from '../../shared/steps/patient-read.ts';
import { StoreUnavailable } from '../../shared/store/errors.ts';
import { makeVirtualClock } from '../engine/virtual-clock.ts';

const START = 1_000_000;

/** What a read comes to that fails so many times, and the instants at which it was made. */
async function reading(failures: number, { fault = () => new StoreUnavailable('away') as Error, takes = 0 }) {
  const clock = makeVirtualClock(START);
  const asked: number[] = [];
  const work = readPatiently(clock, async () => {
    asked.push(clock.now());
    if (takes > 0) await clock.sleepUntil(clock.now() + takes);
    if (asked.length <= failures) throw fault();
    return 'read';
  });
  let over = false;
  const end = () => {
    over = true;
  };
  work.then(end, end);
  await clock.runUntil(() => over);
  return { result: await work, asked, took: clock.now() - START };
}

describe('a patient read', () => {
  it.each([0, 1, 2])('gives what the read gives after %i failures', async (failures) => {
    const { result, asked } = await reading(failures, {});
    expect({ result, reads: asked.length }).toEqual({ result: 'read', reads: failures + 1 });
  });

  it('gives up after three reads, within two seconds', async () => {
    const { result, asked, took } = await reading(3, {});
    expect({ result, reads: asked.length }).toEqual({ result: 'unreadable', reads: 3 });
    expect(took).toBeLessThanOrEqual(2_000);
  });

  it('begins no read after the two seconds', async () => {
    const { result, asked } = await reading(3, { takes: 1_900 });
    expect({ result, reads: asked.length }).toEqual({ result: 'unreadable', reads: 1 });
  });

  it('waits for nothing but an unavailable store', async () => {
    await expect(reading(1, { fault: () => new TypeError('ours') })).rejects.toThrow('ours');
  });
});
