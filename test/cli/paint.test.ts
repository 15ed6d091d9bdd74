import { expect, it } from 'vitest';
import { paint } from '../../shared/cli/paint.ts';

it.each([
  ['SUCCEEDED', '\u001B[32mtext\u001B[39m'],
  ['SKIPPED', '\u001B[33mtext\u001B[39m'],
  ['UNKNOWN', '\u001B[31mtext\u001B[39m'],
  [undefined, 'text'],
] as const)('%s', (outcome, shown) => {
  expect(paint('text', outcome, true)).toBe(shown);
  expect(paint('text', outcome, false)).toBe('text');
});
