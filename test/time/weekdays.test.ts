import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { isWeekday, WEEKDAYS } from '../../shared/time/weekdays.ts';

it('names the seven days of a week, each once', () => {
  const monday = Temporal.PlainDate.from('2026-11-09');

  const names = WEEKDAYS.map((_, index) =>
    WEEKDAYS.filter((weekday) => isWeekday(monday.add({ days: index }), weekday)),
  );

  expect(names).toEqual([['mon'], ['tue'], ['wed'], ['thu'], ['fri'], ['sat'], ['sun']]);
});
