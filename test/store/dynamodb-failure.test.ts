import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import {
  attemptsInside,
  describeFailure,
  failureKind,
  refusedWrites,
} from '../../shared/store/dynamodb-failure.ts';

const named = (name: string, httpStatusCode?: number) =>
  Object.assign(new Error('words'), { name, $metadata: { httpStatusCode, requestId: 'R1', attempts: 2 } });

const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

describe('what a failure means', () => {
  it.each([
    ['a broken condition', new ConditionalCheckFailedException({ message: '', $metadata: {} }), 'refused'],
    ['a cancelled condition', cancelled('None', 'ConditionalCheckFailed'), 'refused'],
    ['a cancelled conflict', cancelled('None', 'TransactionConflict'), 'busy'],
    ['a cancelled throttle', cancelled('ProvisionedThroughputExceeded'), 'busy'],
    ['an invalid write', cancelled('ValidationError', 'TransactionConflict'), 'invalid'],
    ['an unknown reason', cancelled('SomethingNew'), 'failed'],
    ['a throttle', named('ThrottlingException', 400), 'busy'],
    ['an invalid request', named('ValidationException', 400), 'invalid'],
    ['a missing table', named('ResourceNotFoundException', 400), 'failed'],
    ['missing credentials', named('CredentialsProviderError'), 'failed'],
    ['a server error', named('InternalServerError', 500), 'lost'],
    ['a gateway’s page', named('SyntaxError', 200), 'lost'],
    ['a cut connection', named('TimeoutError'), 'lost'],
    ['an error without metadata', new Error('socket hang up'), 'lost'],
    ['no error at all', 'text', 'failed'],
  ] as const)('%s: %s', (_, error, kind) => {
    expect(failureKind(error)).toBe(kind);
  });
});

it('names the refused writes by their place', () => {
  const Item = { pk: { S: 'p' } };
  const error = new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Item }],
  });

  expect(refusedWrites(error)).toEqual([{ index: 1, item: Item }]);
  expect(refusedWrites(new Error('another'))).toEqual([]);
});

it('tells how often the SDK tried, and what came back', () => {
  expect([attemptsInside(named('A', 500)), attemptsInside(new Error('b'))]).toEqual([2, 1]);
  expect(describeFailure(named('A', 500))).toBe('A: words (request R1)');
  expect(describeFailure(new Error('b'))).toBe('Error: b');
});
