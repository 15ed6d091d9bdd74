import { describe, expect, it } from 'vitest';
import { faultsOf } from './plan-examples.ts';

describe('a text that was made to exhaust its reader has one fault, and says so', () => {
  it.each([
    ['keys that are keys that are keys', '? '.repeat(200)],
    ['lists in lists', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['lists that never end', '['.repeat(10_000)],
    ['mappings in mappings', '{a: '.repeat(10_000)],
    ['blocks in blocks', Array.from({ length: 400 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
    ['entries in entries', '- '.repeat(2_000)],
  ])('%s', (_, text) => {
    expect(faultsOf(text).map(({ sentence }) => sentence)).toEqual([
      'The plan cannot be read as YAML: it is nested deeper than 32 levels.',
    ]);
  });

  it('at the place where it goes too deep', () => {
    expect(faultsOf(`timezone: UTC\nrules: ${'['.repeat(40)}`)).toMatchObject([{ line: 2, column: 39 }]);
  });
});
