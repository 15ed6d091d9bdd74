import { expect, it } from 'vitest';
import { reasonText, wholeNumber } from '../../shared/cli/command-options.ts';

it.each([
  ['1', 1],
  ['0030', 30],
  ['100', 100],
])('%s is a number from 1 to 100', (text, number) => {
  expect(wholeNumber(1, 100)(text)).toBe(number);
});

it.each(['0', '101', '-1', '1.5', '1e1', ' 1', '', '9999999999'])('%j is none', (text) => {
  expect(() => wholeNumber(1, 100)(text)).toThrow('a whole number from 1 to 100');
});

it.each(['drill 12', '演练', 'x'.repeat(500)])('%j is a reason', (text) => {
  expect(reasonText(text)).toBe(text);
});

it.each(['', ' ', 'a\nb', 'a\u001B[2J', 'x'.repeat(501)])('%j is none', (text) => {
  expect(() => reasonText(text)).toThrow('1–500 characters on one line');
});
