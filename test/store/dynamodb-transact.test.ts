import { describe, expect, it } from 'vitest';
import { StoreUnavailable, ValueRefused } from '../../shared/store/errors.ts';
import type { Write } from '../../shared/store/store.ts';
import { done, failure, openStub } from './dynamodb-stub.ts';

const key = { partition: 'run#1', sort: 'run' };
const other = { partition: 'run#1', sort: 'pin#1' };
const claim: Write = { put: key, attributes: { a: 1 }, when: { item: 'absent' } };
const pair: Write[] = [claim, { check: other, when: { present: 'a' } }];

const rowOf = (nonce: string) => ({
  pk: { S: 'run#1' },
  sk: { S: 'run' },
  a: { N: '1' },
  _nonce: { S: nonce },
});
const refused = (nonce: string) => failure('ConditionalCheckFailedException', { Item: rowOf(nonce) });
const cancelled = (...reasons: object[]) =>
  failure('TransactionCanceledException', { CancellationReasons: reasons });
const seen = { key, attributes: { a: 1 } };

describe('how a transaction travels', () => {
  it.each<[string, Write[], string]>([
    ['a put', [{ put: key, attributes: {} }], 'PutItem'],
    ['an update', [{ update: key, set: { a: 1 }, when: { present: 'a' } }], 'UpdateItem'],
    ['a delete', [{ delete: key }], 'DeleteItem'],
    ['a conditional delete', [{ delete: key, when: { present: 'a' } }], 'TransactWriteItems'],
    ['an addition', [{ update: key, add: { n: 1 } }], 'TransactWriteItems'],
    ['a check', [{ check: key, when: { present: 'a' } }], 'TransactWriteItems'],
    ['two writes', pair, 'TransactWriteItems'],
  ])('%s alone goes as it should', async (_, writes, operation) => {
    const { store, requests } = await openStub(() => done);

    expect(await store.transact(writes)).toEqual({ committed: true });
    expect(requests.map((request) => request.operation)).toEqual([operation]);
  });

  it('writes its nonce, which is also the token of a transaction', async () => {
    const { store, requests } = await openStub(() => done);

    await store.transact([claim]);
    await store.transact(pair);

    expect(requests[0]?.body.Item?._nonce).toEqual({ S: 'nonce 1' });
    expect(requests[1]?.body.ClientRequestToken).toBe('nonce 2');
  });
});

describe('a refusal', () => {
  it('of a write alone brings the item', async () => {
    const { store } = await openStub(() => refused('of another'));

    expect(await store.transact([claim])).toEqual({ committed: false, refused: [{ index: 0, item: seen }] });
  });

  it('of a transaction names each refused write', async () => {
    const reason = { Code: 'ConditionalCheckFailed', Item: rowOf('of another') };
    const { store } = await openStub(() => cancelled({ Code: 'None' }, reason));

    expect(await store.transact(pair)).toEqual({ committed: false, refused: [{ index: 1, item: seen }] });
  });

  it('wins over a conflict in the same transaction', async () => {
    const { store } = await openStub(() =>
      cancelled({ Code: 'TransactionConflict' }, { Code: 'ConditionalCheckFailed' }),
    );

    expect(await store.transact(pair)).toEqual({ committed: false, refused: [{ index: 1 }] });
  });
});

describe('a lost answer', () => {
  it('is recognised by our own nonce and reported as committed', async () => {
    const { store, requests } = await openStub((_, count) => (count === 1 ? 'cut' : refused('nonce 1')));

    expect(await store.transact([claim])).toEqual({ committed: true });
    expect(requests).toHaveLength(2);
    expect(requests[1]?.body.Item).toEqual(requests[0]?.body.Item);
  });

  it('inside the SDK, which repeats by itself, is recognised too', async () => {
    const { store, requests } = await openStub((_, count) => (count === 1 ? 'cut' : refused('nonce 1')), 3);

    expect(await store.transact([claim])).toEqual({ committed: true });
    expect(requests).toHaveLength(2);
  });

  it('of a transaction is recognised by our own nonce', async () => {
    const reason = { Code: 'ConditionalCheckFailed', Item: rowOf('nonce 1') };
    const { store } = await openStub((_, count) =>
      count === 1 ? 'cut' : cancelled(reason, { Code: 'None' }),
    );

    expect(await store.transact(pair)).toEqual({ committed: true });
  });

  it('of a transaction is repeated with the same token, by which DynamoDB knows it', async () => {
    const { store, requests } = await openStub((_, count) => (count === 1 ? 'cut' : done));

    expect(await store.transact(pair)).toEqual({ committed: true });
    expect(requests.map(({ body }) => body.ClientRequestToken)).toEqual(['nonce 1', 'nonce 1']);
  });

  it.each([1, 3])('is not guessed when another has written since (%s tries inside)', async (tries) => {
    const { store } = await openStub((_, count) => (count === 1 ? 'cut' : refused('of another')), tries);

    await expect(store.transact([claim])).rejects.toThrow(
      'write run#1/run → ConditionalCheckFailedException: ConditionalCheckFailedException by the stub (request R1), after an attempt whose answer was lost',
    );
  });

  it('of a transaction that is then refused is not guessed either: it may still be on its way', async () => {
    const reason = { Code: 'ConditionalCheckFailed', Item: rowOf('of another') };
    const { store } = await openStub((_, count) =>
      count === 1 ? 'cut' : cancelled(reason, { Code: 'None' }),
    );

    await expect(store.transact(pair)).rejects.toThrow(StoreUnavailable);
  });
});

describe('what is tried again', () => {
  it.each([
    ['throttled', failure('ThrottlingException')],
    ['over the limit', failure('ProvisionedThroughputExceededException')],
    ['in conflict', failure('TransactionConflictException')],
    ['still in progress', failure('TransactionInProgressException')],
    ['cancelled by a conflict', cancelled({ Code: 'TransactionConflict' }, { Code: 'None' })],
    ['cancelled by a throttle', cancelled({ Code: 'ThrottlingError' }, { Code: 'None' })],
    ['answered by a server error', failure('InternalServerError', {}, 500)],
  ])('%s', async (_, first) => {
    const { store, requests, slept } = await openStub((__, count) => (count <= 2 ? first : done));

    expect(await store.transact(pair)).toEqual({ committed: true });
    expect(requests).toHaveLength(3);
    expect(slept).toEqual([12.5, 25]);
  });

  it('a throttled write that is then refused is refused, since nothing was written before', async () => {
    const { store } = await openStub((_, count) =>
      count === 1 ? failure('ThrottlingException') : refused('of another'),
    );

    expect(await store.transact([claim])).toMatchObject({ committed: false });
  });
});

describe('what is not tried again', () => {
  it.each([
    ['a missing table', failure('ResourceNotFoundException'), StoreUnavailable],
    ['a missing permission', failure('AccessDeniedException'), StoreUnavailable],
    ['an invalid request', failure('ValidationException'), ValueRefused],
    ['an invalid write', cancelled({ Code: 'ValidationError' }, { Code: 'None' }), ValueRefused],
  ])('%s', async (_, answer, expected) => {
    const { store, requests } = await openStub(() => answer);

    await expect(store.transact(pair)).rejects.toThrow(expected);
    expect(requests).toHaveLength(1);
  });

  it('anything after eight attempts', async () => {
    const { store, requests } = await openStub(() => failure('ThrottlingException'));

    await expect(store.transact(pair)).rejects.toThrow(
      'TransactWriteItems run#1/run (2 writes) → ThrottlingException: ThrottlingException by the stub (request R1) after 8 attempts',
    );
    expect(requests).toHaveLength(8);
  });
});
