import { expect, it } from 'vitest';
import { timeText, whenText, wordsOf } from '../../shared/cli/words.ts';

const EN = { language: 'en', zone: 'Asia/Shanghai' } as const;

it.each([
  ['2026-11-23T18:10:02.000Z', 'Tue 2026-11-24 02:10:02 Asia/Shanghai', '02:10:02'],
  [Date.parse('2026-11-23T18:10:00Z'), 'Tue 2026-11-24 02:10 Asia/Shanghai', '02:10:00'],
  ['not an instant', '(unknown)', ''],
])('%s', (at, when, time) => {
  expect(whenText(at, EN)).toBe(when);
  expect(timeText(at, EN)).toBe(time);
});

it('says the same things in both languages', () => {
  const shape = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shape(inner)]))
      : typeof value;

  expect(shape(wordsOf({ language: 'zh-CN' }))).toEqual(shape(wordsOf({ language: 'en' })));
});

it.each(['en', 'zh-CN'] as const)(
  '%s tells a first plan, the same plan and another one apart',
  (language) => {
    const { applied } = wordsOf({ language });

    expect(new Set([applied('b', undefined), applied('b', 'b'), applied('b', 'a')]).size).toBe(3);
  },
);
