import { describe, expect, it } from 'vitest';
import type { WindowPart } from '../../shared/plan/draft.ts';
import { nominalLength, readWindows } from '../../shared/plan/read-windows.ts';
import { HOUR, MINUTE } from '../../shared/time/clock.ts';
import { planText, told } from './plan-examples.ts';

const window = (fields: string) =>
  planText({ windows: `windows:\n  weeknights: { days: mon-thu, ${fields} }` });

describe('a window in which nothing could ever start', () => {
  it.each([
    [
      'of no length',
      'open: "02:00", close: "02:00"',
      ['windows.weeknights.close: weeknights opens and closes at 02:00: a window of no length never opens.'],
    ],
    [
      'all cutoff',
      'open: "02:00", close: "04:30", cutoff: 150m',
      [
        'windows.weeknights.cutoff: cutoff 150m leaves nothing of an opening of 150m: no switchover could ever start.',
      ],
    ],
    [
      'too short for a signature',
      'open: "02:00", close: "02:15"',
      [
        "windows.weeknights.close: weeknights is open for 15m, but a switchover needs 905s before the close: its signature's life and the clocks' margin.",
      ],
    ],
    ['just long enough', 'open: "02:00", close: "02:16"', []],
    ['overnight', 'open: "22:00", close: "02:00", cutoff: 3h', []],
  ])('%s', (_, fields, faults) => {
    expect(told(window(fields))).toEqual(faults);
  });

  it('is found even where its zone is at fault', () => {
    const text = window('open: "02:00", close: "02:00", timezone: Mars');

    expect(told(text).map((fault) => fault.split(':')[0])).toEqual([
      'windows.weeknights.close',
      'windows.weeknights.timezone',
    ]);
  });
});

it.each([
  ['02:00', '04:30', 2.5 * HOUR],
  ['22:00', '02:00', 4 * HOUR],
  ['00:01', '00:00', 24 * HOUR - MINUTE],
  ['22:00', '00:00', 2 * HOUR],
  ['02:00', '02:00', 0],
])('from %s to %s are nominally %s ms', (open, close, length) => {
  expect(nominalLength(open, close)).toBe(length);
});

it('a window has its own zone, or that of the plan; without any it is left out', () => {
  const part: WindowPart = { days: ['mon'], open: '02:00', close: '04:30' };
  const parts = new Map([
    ['own', { ...part, timezone: 'Europe/Berlin' }],
    ['plain', part],
  ]);

  const { value: inShanghai } = readWindows(parts, 'Asia/Shanghai');
  const { value: nowhere } = readWindows(parts, undefined);

  expect([...inShanghai.values()].map(({ timezone }) => timezone)).toEqual([
    'Europe/Berlin',
    'Asia/Shanghai',
  ]);
  expect([...nowhere.keys()]).toEqual(['own']);
});
