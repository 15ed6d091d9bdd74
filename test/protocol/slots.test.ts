import { describe, expect, it } from 'vitest';
import { keys } from '../../shared/protocol/keys.ts';
import { freeSlot, isNightSlot, readSlot, takeSlot } from '../../shared/protocol/slots.ts';
import { aRun, commits, storeWith } from './runs.ts';

const SLOT = keys.atOnceSlot('prod', 0);
const taken = (run: string) => storeWith({ put: SLOT, attributes: { run } });

describe('a slot', () => {
  it.each([
    { name: 'absent', by: undefined, leftBy: undefined, takes: true },
    { name: 'taken', by: 'run-0', leftBy: undefined, takes: false },
    { name: 'left over as it was read', by: 'run-0', leftBy: 'run-0', takes: true },
    { name: 'left over, and taken meanwhile', by: 'run-2', leftBy: 'run-0', takes: false },
    { name: 'left over, and freed meanwhile', by: undefined, leftBy: 'run-0', takes: false },
  ])('that is $name: taken $takes', async ({ by, leftBy, takes }) => {
    const store = by === undefined ? await storeWith() : await taken(by);
    expect(await commits(store, [takeSlot(SLOT, 'run-1', leftBy)])).toBe(takes);
  });

  it.each([
    { name: 'its own', by: 'run-1', frees: true },
    { name: 'already gone', by: undefined, frees: true },
    { name: "another run's", by: 'run-2', frees: false },
  ])('that is $name: given back $frees', async ({ by, frees }) => {
    const store = by === undefined ? await storeWith() : await taken(by);
    expect(await commits(store, [freeSlot(SLOT, 'run-1')])).toBe(frees);
  });

  it('names its run', () => {
    expect(readSlot({ key: SLOT, attributes: { run: 'run-1' } })).toEqual({ key: SLOT, run: 'run-1' });
  });

  it.each([
    { slot: keys.nightSlot('prod', '2026-11-24', 3), night: true },
    { slot: keys.nightSlot('prod', '2026-11-25', 3), night: false },
    { slot: keys.atOnceSlot('prod', 0), night: false },
    { slot: keys.onePerSlot('prod', 'night#2026-11-24'), night: false },
    { slot: keys.onePerSlot('prod', 'x#night#y'), night: false },
  ])('$slot.partition is of the night: $night', ({ slot, night }) => {
    expect(isNightSlot(aRun(), slot)).toBe(night);
  });
});
