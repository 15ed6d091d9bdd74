import { expect, it } from 'vitest';
import { normalised, withoutActs } from '../../../docs/generate/practice.ts';

it('shows in one way the two things that differ from run to run', () => {
  const lines = [
    'an endpoint (http://127.0.0.1:37331) at 02:00:17',
    'The record lies in ../../x/practice-20261123043104594.sqlite (act 2 wrote 76 units).',
    'show abc --store .offpeak/practice-20261123043104594.sqlite',
  ];

  expect(normalised(lines.join('\n')).split('\n')).toEqual([
    'an endpoint (http://127.0.0.1:<port>) at 02:00:17',
    'The record lies in .offpeak/practice-….sqlite (act 2 wrote 76 units).',
    'show abc --store .offpeak/practice-….sqlite',
  ]);
});

it('leaves out whole acts, and shows where', () => {
  const output = 'head\n\n1  One\n   a\n\n2  Two\n   b\n\n3  Three\n   c\n\nend';

  expect(withoutActs(output, [1, 3])).toBe('head\n\n…\n\n2  Two\n   b\n\n…\n\nend');
  expect(withoutActs(output, [1, 2])).toBe('head\n\n…\n\n3  Three\n   c\n\nend');
  expect(withoutActs(output, [])).toBe(output);
});
