import { expect, it } from 'vitest';
import { type Catcher, catcherOf, errorOutput } from '../../shared/engine/catch.ts';

const catcher = (errorEquals: readonly string[], next: string): Catcher => ({
  errorEquals,
  exit: { output: undefined, assign: undefined, next },
});
const CATCHERS = [catcher(['A', 'B'], 'first'), catcher(['B'], 'second'), catcher(['States.ALL'], 'last')];

it.each([
  ['A', 'first'],
  ['B', 'first'],
  ['C', 'last'],
  ['States.Runtime', undefined],
])('%s goes to the first catcher that takes it: %s', (error, next) => {
  expect(catcherOf(CATCHERS, { error })?.exit.next).toBe(next);
});

it('the Error Output always has both parts', () => {
  expect(errorOutput({ error: 'States.Timeout' })).toEqual({ Error: 'States.Timeout', Cause: '' });
});
