import { expect, it } from 'vitest';
import { must, mustSecretly, written } from '../../shared/plan/form.ts';

it.each([
  [undefined, 'is missing: it must be a day'],
  [null, 'must be a day, not empty'],
  ['mon', 'must be a day, not "mon"'],
  [5, 'must be a day, not 5'],
  [['mon'], 'must be a day, not a list'],
  [{ day: 1 }, 'must be a day, not a mapping'],
  ['x'.repeat(99), `must be a day, not "${'x'.repeat(59)}…`],
])('%j: %s', (input, sentence) => {
  expect(must('a day').error({ input })).toBe(sentence);
});

it('a secret value is never repeated', () => {
  expect(mustSecretly('a name').error()).toBe('must be a name');
});

it('a text is what it stands for, or a fault with the words that it may have meant', () => {
  const form = written('one or two', (text) => ['one', 'two'].indexOf(text) + 1 || undefined, {
    words: () => ['one', 'two'],
  });

  expect(form.safeParse('two').data).toBe(2);
  expect(form.safeParse('too').error?.issues).toMatchObject([
    { code: 'custom', message: 'must be one or two, not "too"', params: { words: ['one', 'two'] } },
  ]);
});
