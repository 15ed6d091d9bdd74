import { expect, it } from 'vitest';
import { tableInput } from '../conformance/table.ts';

it('the table has two keys, three indexes of keys only, and pays per request', () => {
  const input = tableInput('offpeak');

  expect(input.KeySchema?.map(({ AttributeName }) => AttributeName)).toEqual(['pk', 'sk']);
  expect(input.BillingMode).toBe('PAY_PER_REQUEST');
  expect(
    input.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => [
      IndexName,
      KeySchema?.map(({ AttributeName }) => AttributeName),
      Projection?.ProjectionType,
    ]),
  ).toEqual([
    ['attention', ['attention', 'attentionAt'], 'KEYS_ONLY'],
    ['instance', ['instance', 'acceptedAt'], 'KEYS_ONLY'],
    ['month', ['month', 'acceptedAt'], 'KEYS_ONLY'],
  ]);
});
