import { describe, expect, it } from 'vitest';
import { en } from '../../../shared/notify/catalogue/en.ts';
import { durationIn, listIn, wallClockOf } from '../../../shared/notify/catalogue/words.ts';
import { zhCN } from '../../../shared/notify/catalogue/zh-CN.ts';

describe('an instant on a wall', () => {
  it.each([
    ['2026-11-23T18:00:00Z', 'Asia/Shanghai', '2026-11-24', 2, '02:00'],
    ['2026-11-23T16:00:00Z', 'Asia/Shanghai', '2026-11-24', 2, '00:00'],
    ['2026-11-23T18:00:07.900Z', 'Asia/Shanghai', '2026-11-24', 2, '02:00:07'],
    ['2026-11-22T23:59:00Z', 'UTC', '2026-11-22', 7, '23:59'],
    ['2026-06-30T00:00:00Z', 'America/St_Johns', '2026-06-29', 1, '21:30'],
  ])('%s in %s', (instant, zone, date, weekday, time) => {
    expect(wallClockOf(Date.parse(instant), zone)).toEqual({ date, weekday, time, zone });
  });

  it('is none for a number that is no instant', () => {
    expect([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1].map((at) => wallClockOf(at, 'UTC'))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('refuses a zone that nobody knows', () => {
    expect(() => wallClockOf(0, 'Europe/Nope')).toThrow(RangeError);
  });
});

describe('a length', () => {
  it.each([
    [0, '0 ms', '0 毫秒'],
    [-5, '0 ms', '0 毫秒'],
    [450.7, '450 ms', '450 毫秒'],
    [30_000, '30 s', '30 秒'],
    [90_000, '1 min 30 s', '1 分钟 30 秒'],
    [900_000, '15 min', '15 分钟'],
    [11_520_000, '3 h 12 min', '3 小时 12 分钟'],
    [11_559_000, '3 h 12 min', '3 小时 12 分钟'],
    [72_000_000, '20 h', '20 小时'],
    [187_200_000, '2 d 4 h', '2 天 4 小时'],
  ])('%d ms', (length, english, chinese) => {
    expect(durationIn(en, length)).toBe(english);
    expect(durationIn(zhCN, length)).toBe(chinese);
  });
});

describe('names', () => {
  it.each([
    [['a'], 'a', 'a'],
    [['a', 'b'], 'a and b', 'a、b'],
    [['a', 'b', 'c'], 'a, b and c', 'a、b、c'],
    [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more', 'a、b、c 等共 5 个'],
  ])('%j', (names, english, chinese) => {
    expect(listIn(en, names)).toBe(english);
    expect(listIn(zhCN, names)).toBe(chinese);
  });
});
