import { expect, it } from 'vitest';
import { type FaultInput, faultSchema } from '../../shared/local-volcengine/fault-schema.ts';

const calls = { action: 'SwitchOver', times: 1, skip: 0 };

it.each<[FaultInput, object]>([
  [{ fault: 'throttle' }, calls],
  [{ fault: 'server-error' }, { ...calls, status: 500, executes: false }],
  [
    { fault: 'execute-late', after: '1m' },
    { ...calls, after: 60_000 },
  ],
  [{ fault: 'contradictory-roles' }, { ...calls, action: 'DescribeDBInstanceShards', primaries: 2 }],
  [{ fault: 'stay-changing' }, { times: 1, skip: 0, swaps: true }],
  [
    { fault: 'failover', instance: 'solo', after: '2s' },
    { instance: 'solo', after: 2_000, shows: 0 },
  ],
  [{ fault: 'forget-tokens' }, {}],
])('%j is read with its defaults', (input, rest) => {
  expect(faultSchema.parse(input)).toEqual({ fault: input.fault, ...rest });
});

it.each([
  { fault: 'explode' },
  { fault: 'failover' },
  { fault: 'execute-late' },
  { fault: 'throttle', times: 0 },
  { fault: 'server-error', status: 400 },
  { fault: 'stay-changing', action: 'SwitchOver' },
])('%j is no fault', (input) => {
  expect(faultSchema.safeParse(input).success).toBe(false);
});

it('what was read can be read again', () => {
  const once = faultSchema.parse({ fault: 'hold-answer', for: '5s' });

  expect(faultSchema.parse(once)).toEqual(once);
});
