import { expect, it } from 'vitest';
import { plainText } from '../../shared/notify/plain-text.ts';

it.each([
  [{ command: 'c', link: 'l' }, 'Title\none\ntwo\nc\nl'],
  [{ link: 'l' }, 'Title\none\ntwo\nl'],
  [{}, 'Title\none\ntwo'],
])('a line each: %j', (rest, text) => {
  const message = {
    id: 'i',
    kind: 'test',
    title: 'Title',
    paragraphs: ['one', 'two'],
    data: {},
    ...rest,
  } as const;

  expect(plainText(message)).toBe(text);
});
