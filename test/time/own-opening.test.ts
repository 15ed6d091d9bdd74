import { expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../shared/time/clock.ts';
import { openingFrom } from '../../shared/time/own-opening.ts';

const AT = Date.parse('2026-11-24T23:50:00+08:00');

it('an opening of its own has a cutoff, and the day on which it begins', () => {
  expect(openingFrom(AT, HOUR, 'Asia/Shanghai')).toEqual({
    day: '2026-11-24',
    opensAt: AT,
    cutoffAt: AT + 50 * MINUTE,
    closesAt: AT + HOUR,
  });
});

it.each([
  ['Asia/Shanghai', '2026-11-24'],
  ['UTC', '2026-11-24'],
  ['Pacific/Auckland', '2026-11-25'],
])('in %s that day is %s', (zone, day) => {
  expect(openingFrom(AT, HOUR, zone).day).toBe(day);
});

it('one that is shorter than the cutoff starts nothing', () => {
  expect(openingFrom(AT, MINUTE, 'UTC').cutoffAt).toBe(AT);
});
