import { expect, it } from 'vitest';
import { inColumns, oneLine, padded, widthOf } from '../../shared/cli/columns.ts';

it.each([
  ['gate', 4],
  ['检查项', 6],
  ['第 1 批', 7],
  ['（是）', 6],
  ['', 0],
])('%j is %i columns wide', (text, width) => {
  expect(widthOf(text)).toBe(width);
  expect(padded(text, 8)).toHaveLength([...text].length + 8 - width);
});

it('aligns rows of texts in both scripts', () => {
  expect(inColumns([['是', 'rule', 'x'], ['not yet', '窗口', ''], []])).toEqual([
    '是       rule  x',
    'not yet  窗口',
    '',
  ]);
});

it('makes one line of what somebody else wrote', () => {
  expect(oneLine('a\nb\u001B[2Jc\u202Ed ')).toBe('a b [2Jc d');
});
