import { expect, it } from 'vitest';
import { parseDays } from '../../shared/plan/days.ts';

it.each([
  ['mon-thu', ['mon', 'tue', 'wed', 'thu']],
  ['sat,sun', ['sat', 'sun']],
  ['sun, sat', ['sat', 'sun']],
  ['mon-wed,sat', ['mon', 'tue', 'wed', 'sat']],
  ['fri-mon', ['mon', 'fri', 'sat', 'sun']],
  ['mon-sun', ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']],
  ['wed', ['wed']],
  ['wed,wed', ['wed']],
  ['', undefined],
  ['mon-', undefined],
  ['mon-wed-fri', undefined],
  ['Monday', undefined],
  ['mon,,tue', undefined],
])('%j are the days %j', (text, days) => {
  expect(parseDays(text)).toEqual(days);
});
