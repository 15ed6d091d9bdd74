import { expect, it } from 'vitest';
import { matches } from '../../shared/engine/error-equals.ts';

it.each([
  { names: ['E'], error: 'E', taken: true },
  { names: ['E'], error: 'F', taken: false },
  { names: ['e'], error: 'E', taken: false },
  { names: ['States.ALL'], error: 'E', taken: true },
  { names: ['States.ALL'], error: 'States.Timeout', taken: true },
  { names: ['States.ALL'], error: 'States.QueryEvaluationError', taken: true },
  { names: ['States.ALL'], error: 'StepRestartedTooOften', taken: true },
  { names: ['States.ALL'], error: 'States.DataLimitExceeded', taken: false },
  { names: ['States.DataLimitExceeded'], error: 'States.DataLimitExceeded', taken: true },
  { names: ['States.ALL'], error: 'States.Runtime', taken: false },
  { names: ['States.Runtime'], error: 'States.Runtime', taken: false },
  { names: ['States.TaskFailed'], error: 'E', taken: true },
  { names: ['States.TaskFailed'], error: 'States.Timeout', taken: false },
  { names: ['States.TaskFailed'], error: 'States.DataLimitExceeded', taken: false },
  { names: ['States.TaskFailed', 'States.Timeout'], error: 'States.Timeout', taken: true },
])('$names takes $error: $taken', ({ names, error, taken }) => {
  expect(matches(names, { error })).toBe(taken);
});
