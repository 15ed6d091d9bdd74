import { expect, it } from 'vitest';
import { blocksIn, withBlocks } from '../../../docs/generate/blocks.ts';

const page = (text: string) =>
  `# Title\n\n<!-- generated:one -->\n${text}<!-- /generated -->\n\nWords.\n\n<!-- generated:two-b -->\n<!-- /generated -->\n`;

it('replaces the blocks and nothing else', () => {
  expect(withBlocks(page('stale\n\nold\n'), { one: 'new', 'two-b': 'b' })).toBe(
    '# Title\n\n<!-- generated:one -->\nnew\n<!-- /generated -->\n\nWords.\n\n<!-- generated:two-b -->\nb\n<!-- /generated -->\n',
  );
});

it('changes nothing the second time', () => {
  const blocks = { one: 'costs $1 and $& more', 'two-b': 'b' };
  const once = withBlocks(page(''), blocks);

  expect(withBlocks(once, blocks)).toBe(once);
});

it('names the blocks of a page', () => {
  expect(blocksIn(page(''))).toEqual(['one', 'two-b']);
});

it.each([
  ['a block that nobody makes', page(''), 'Nothing generates a block called two-b.'],
  ['a block without an end', '<!-- generated:one -->\ntext', '1 generated blocks begin, 0 of them end.'],
])('refuses %s', (_, text, fault) => {
  expect(() => withBlocks(text, { one: '' })).toThrow(fault);
});
