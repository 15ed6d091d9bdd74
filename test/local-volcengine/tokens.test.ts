import { expect, it } from 'vitest';
import { makeTokens } from '../../shared/local-volcengine/tokens.ts';

it.each([
  ['a', 'request', 0, 'same request'],
  ['a', 'request', 99, 'same request'],
  ['a', 'request', 100, 'new'],
  ['a', 'another', 99, 'other request'],
  ['A', 'request', 0, 'new'],
] as const)(
  'a token remembered for 100 ms: %s with %s after %i ms is %s',
  (token, request, at, recollection) => {
    const tokens = makeTokens(100);
    tokens.remember('a', 'request', 0);

    expect(tokens.recall(token, request, at)).toBe(recollection);
  },
);

it('forgets all of them', () => {
  const tokens = makeTokens(100);
  tokens.remember('a', 'request', 0);
  tokens.forgetAll();

  expect(tokens.recall('a', 'request', 1)).toBe('new');
});
