import { expect, it } from 'vitest';
import { duration, instant } from '../../shared/local-volcengine/duration.ts';

it.each([
  ['500ms', 500],
  ['12s', 12_000],
  ['15m', 900_000],
  ['24h', 86_400_000],
  ['1d', 86_400_000],
  ['0s', 0],
  [1_500, 1_500],
])('%s is %i ms', (text, milliseconds) => {
  expect(duration.parse(text)).toBe(milliseconds);
});

it.each(['soon', '12', '-1s', '1.5s', '1s ', -1, 0.5, null])('%s is no duration', (text) => {
  expect(duration.safeParse(text).success).toBe(false);
});

it('an instant has an offset', () => {
  expect(instant.parse('2026-11-24T02:00:00+08:00')).toBe(Date.parse('2026-11-23T18:00:00Z'));
  expect(instant.safeParse('2026-11-24T02:00:00').success).toBe(false);
  expect(instant.safeParse('2026-11-24').success).toBe(false);
});

it('what is not a malformed but a missing one is called so', () => {
  expect(duration.safeParse(undefined).error?.issues[0]?.message).toBe('is missing');
  expect(instant.safeParse(undefined).error?.issues[0]?.message).toBe('is missing');
  expect(instant.safeParse('soon').error?.issues[0]?.message).toMatch(/^must be an instant/);
});
