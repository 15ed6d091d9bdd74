import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTROL, keys, nightPartition } from '../../shared/protocol/keys.ts';

describe('the keys of the table', () => {
  it.each([
    [keys.run('r'), 'run#r', 'run'],
    [keys.pin('r', 7), 'run#r', 'pin#007'],
    [keys.send('r', 7, 2), 'run#r', 'send#007#2'],
    [keys.event('r', 7), 'audit#r', '000007'],
    [keys.lease('cn-beijing', 'redis-a'), 'lease#cn-beijing#redis-a', 'lease'],
    [keys.atOnceSlot('prod', 0), 'slot#prod', '0000'],
    [keys.onePerSlot('prod', 'orders'), 'slot#prod#orders', '0'],
    [keys.nightSlot('prod', '2026-11-24', 12), 'slot#prod#night#2026-11-24', '0012'],
    [keys.stop('account:prod'), CONTROL, 'stop#account:prod'],
    [keys.planVersion('hash'), CONTROL, 'plan#hash'],
  ])('%o', (key, partition, sort) => {
    expect(key).toEqual({ partition, sort });
  });

  it('sort as their numbers do', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), (one, other) => {
        const order = Math.sign(one - other);
        const compare = (a: { sort: string }, b: { sort: string }) =>
          a.sort < b.sort ? -1 : a.sort > b.sort ? 1 : 0;
        expect(compare(keys.send('r', one, 1), keys.send('r', other, 1))).toBe(order);
        expect(compare(keys.pin('r', one), keys.pin('r', other))).toBe(order);
        expect(compare(keys.event('r', one), keys.event('r', other))).toBe(order);
      }),
    );
  });

  it('never take a tag value for a night or for the account itself', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('#', '%', 'n', '2', 'night', '2026-11-24') }),
        (value) => {
          const { partition } = keys.onePerSlot('prod', value);
          expect(partition).not.toBe(nightPartition('prod', '2026-11-24'));
          expect(partition).not.toBe('slot#prod');
        },
      ),
    );
  });

  it('keep two tag values apart', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const same = keys.onePerSlot('p', one).partition === keys.onePerSlot('p', other).partition;
        expect(same).toBe(one === other);
      }),
    );
  });
});
