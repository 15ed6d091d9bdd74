import { expect, it } from 'vitest';
import { lastTimeOfDay, nextTimeOfDay } from '../../shared/time/time-of-day.ts';

const at = (text: string) => Date.parse(text);

it.each([
  [
    'before it',
    '2026-11-28T08:59:59+08:00',
    'Asia/Shanghai',
    '2026-11-27T09:00:00+08:00',
    '2026-11-28T09:00:00+08:00',
  ],
  [
    'at it',
    '2026-11-28T09:00:00+08:00',
    'Asia/Shanghai',
    '2026-11-28T09:00:00+08:00',
    '2026-11-29T09:00:00+08:00',
  ],
  [
    'after it',
    '2026-11-28T23:00:00+08:00',
    'Asia/Shanghai',
    '2026-11-28T09:00:00+08:00',
    '2026-11-29T09:00:00+08:00',
  ],
  [
    'on a day of 23 h',
    '2026-03-29T12:00:00+02:00',
    'Europe/Berlin',
    '2026-03-29T09:00:00+02:00',
    '2026-03-30T09:00:00+02:00',
  ],
])('%s', (_, now, zone, last, next) => {
  expect(lastTimeOfDay('09:00', zone, at(now))).toBe(at(last));
  expect(nextTimeOfDay('09:00', zone, at(now))).toBe(at(next));
});

it("a time that a gap removes is the gap's end, and one that passes twice is the first", () => {
  expect(lastTimeOfDay('02:30', 'Europe/Berlin', at('2026-03-29T12:00:00+02:00'))).toBe(
    at('2026-03-29T03:00:00+02:00'),
  );
  expect(lastTimeOfDay('02:30', 'Europe/Berlin', at('2026-10-25T12:00:00+01:00'))).toBe(
    at('2026-10-25T02:30:00+02:00'),
  );
});
