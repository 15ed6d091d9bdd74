import { describe, expect, it } from 'vitest';
import { isBoolean, isNumber, isString, MOST_SECONDS, wrongSeconds } from '../../shared/engine/checks.ts';
import { machineOf, run } from './harness.ts';

describe('a number of seconds', () => {
  it.each([
    [0, 0, true],
    [0, 1, false],
    [MOST_SECONDS, 0, true],
    [MOST_SECONDS + 1, 0, false],
    [1.5, 0, false],
    ['1', 0, false],
    [undefined, 0, false],
  ])('%s from %i: %s', (value, least, right) => {
    expect(wrongSeconds(least)(value) === undefined).toBe(right);
  });

  it.each([
    ['{% "soon" %}', "Expected 'number', but was 'string'"],
    ['{% 1.5 %}', 'must be a whole number from 0 to 99999999. It was: 1.5'],
  ])('that an expression gives as %s fails the execution in the service’s words', async (Seconds, words) => {
    const { execution } = await run(machineOf({ W: { Type: 'Wait', Seconds, End: true } }), {});
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(execution.cause).toContain(words);
  });
});

it('types are told apart', () => {
  const values = ['x', 1, true, null];
  expect(values.map(isString)).toEqual([true, false, false, false]);
  expect(values.map(isNumber)).toEqual([false, true, false, false]);
  expect(values.map(isBoolean)).toEqual([false, false, true, false]);
});
