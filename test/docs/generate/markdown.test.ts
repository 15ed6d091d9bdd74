import { expect, it } from 'vitest';
import { fenced, table } from '../../../docs/generate/markdown.ts';

it('lays out a table in which no text can add a column or a row', () => {
  expect(table(['a', 'b'], [['1|2', 'x\ny']])).toBe('| a | b |\n|---|---|\n| 1\\|2 | x y |');
});

it('fences a text', () => {
  expect(fenced('text', 'one\ntwo')).toBe('```text\none\ntwo\n```');
});
