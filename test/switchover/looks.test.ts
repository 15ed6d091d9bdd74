import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReadable, type Look, remember, seenTwice } from '../../shared/switchover/looks.ts';
import { anyLooks, lookAt, unreadableAt } from './evidences.ts';

const onTarget = (looks: readonly Look[], settle = 30) =>
  seenTwice(looks, settle, (look) => look.all === 'on target');

describe('seenTwice', () => {
  it.each<[string, Look[], boolean]>([
    ['two looks a settle apart', [lookAt(0, 'on target'), lookAt(30, 'on target')], true],
    ['a millisecond less', [lookAt(0, 'on target'), lookAt(29, 'on target')], false],
    [
      'many looks, the first and last a settle apart',
      [lookAt(0, 'on target'), lookAt(15, 'on target'), lookAt(30, 'on target')],
      true,
    ],
    ['something else between', [lookAt(0, 'on target'), lookAt(15, 'mixed'), lookAt(30, 'on target')], false],
    [
      'an unreadable look between',
      [lookAt(0, 'on target'), unreadableAt(15), lookAt(30, 'on target')],
      false,
    ],
    [
      'not Running between',
      [lookAt(0, 'on target'), lookAt(15, 'on target', 'PrimaryChanging'), lookAt(30, 'on target')],
      false,
    ],
    ['not Running at the end', [lookAt(0, 'on target'), lookAt(30, 'on target', 'PrimaryChanging')], false],
    [
      'something else at the end',
      [lookAt(0, 'on target'), lookAt(30, 'on target'), lookAt(31, 'changing')],
      false,
    ],
    [
      'something else before',
      [lookAt(0, 'unchanged'), lookAt(1, 'on target'), lookAt(31, 'on target')],
      true,
    ],
    ['one look', [lookAt(0, 'on target')], false],
    ['no look', [], false],
  ])('%s: %s', (_, looks, expected) => {
    expect(onTarget(looks) !== undefined).toBe(expected);
  });

  it('names the streak’s first and last look', () => {
    const looks = [
      lookAt(0, 'unchanged'),
      lookAt(1, 'on target'),
      lookAt(20, 'on target'),
      lookAt(31, 'on target'),
    ];

    expect(onTarget(looks)).toEqual({ first: looks[1], last: looks[3] });
  });

  it('needs two looks even without a time to settle', () => {
    expect(onTarget([lookAt(0, 'on target')], 0)).toBeUndefined();
  });
});

describe('remember', () => {
  const keep = (looks: readonly Look[]) =>
    looks.reduce<readonly Look[]>((kept, look) => remember(kept, look), []);

  it('keeps at most two looks and loses nothing that judging needs', () => {
    fc.assert(
      fc.property(anyLooks, (looks) => {
        const kept = keep(looks);

        expect(kept.length).toBeLessThanOrEqual(2);
        expect(kept.at(-1)).toEqual(looks.at(-1));
        for (const settle of [0, 30]) {
          // A status that is at rest and equal sights make one streak, so what was seen twice stays seen twice.
          if (onTarget(kept, settle)) expect(onTarget(looks, settle)).toBeDefined();
        }
      }),
    );
  });

  it('keeps the first of equal sights', () => {
    const looks = [lookAt(0, 'on target'), lookAt(10, 'on target'), lookAt(30, 'on target')];

    expect(keep(looks)).toEqual([looks[0], looks[2]]);
  });

  it('forgets what lies at or before an instant', () => {
    const looks = [lookAt(0, 'on target'), lookAt(10, 'on target')];

    expect(remember(looks, lookAt(40, 'on target'), 0)).toEqual([looks[1], lookAt(40, 'on target')]);
    expect(remember(looks, lookAt(40, 'on target'), 10)).toEqual([lookAt(40, 'on target')]);
  });

  it('starts anew when the sight changes', () => {
    const looks = [lookAt(0, 'on target'), unreadableAt(10), lookAt(30, 'on target')];

    expect(keep(looks)).toEqual([looks[2]]);
    expect(remember([unreadableAt(0)], unreadableAt(5))).toHaveLength(2);
  });
});

it('tells a look from a failure to look', () => {
  expect(isReadable(lookAt(0, 'mixed'))).toBe(true);
  expect(isReadable(unreadableAt(0))).toBe(false);
});
