import { describe, expect, it } from 'vitest';
import { readPlan } from '../../shared/plan/read.ts';
import { growth } from '../bad-inputs/growth.ts';
import { faultsOf } from './plan-examples.ts';

it.each([
  ['a list', '? [a, b]\n: 1\n'],
  ['a mapping', '? { a: 1 }\n: 1\n'],
  ['an alias', 'a: &b c\n? *b\n: 1\n'],
])('%s is no key', (_, text) => {
  expect(faultsOf(text).map(({ sentence }) => sentence)).toContain(
    'This key is no text: only a text can be a key of a plan.',
  );
});

describe('a plan sixteen times as long takes about sixteen times as long', () => {
  const lines =
    (line: (n: number) => string, head = '') =>
    (count: number) =>
      head + Array.from({ length: count }, (_, n) => line(n)).join('');
  const windows = lines((n) => `  w${n}: { days: mon, open: "01:00", close: "02:00" }\n`, 'windows:\n');
  const rules = lines((n) => `  - { name: r${n}, match: { instance: i }, window: x${n}y }\n`, 'rules:\n');

  it.each<[string, (count: number) => string]>([
    ['keys that nobody knows', lines((n) => `k${n}: 1\n`)],
    ['windows that are numbers', lines((n) => `  w${n}: 1\n`, 'windows:\n')],
    ['rules that name windows that are not there', (count) => windows(count) + rules(count)],
  ])('%s', (_, textOf) => {
    expect(growth((count) => void readPlan(textOf(count)), { from: 250, times: 16 })).toBeLessThan(16 * 4);
  });
});
