import { describe, expect, it } from 'vitest';
import { StoreUnavailable, ValueRefused } from '../../shared/store/errors.ts';
import { done, failure, openStub, type StubAnswer } from './dynamodb-stub.ts';

const row = (sort: string) => ({ pk: { S: 'p' }, sk: { S: sort }, a: { N: '1' }, _nonce: { S: 'n' } });
const answers = (body: object): StubAnswer => ({ status: 200, body });
const at = (sort: string) => ({ partition: 'p', sort });

describe('reading from DynamoDB', () => {
  it('is consistent, but for an index', async () => {
    const { store, requests } = await openStub(() => done);

    await store.get(at('a'));
    await store.list('p');
    await store.find({ index: 'month', partition: '2026-11' });

    expect(requests.map(({ operation, body }) => [operation, body.ConsistentRead])).toEqual([
      ['GetItem', true],
      ['Query', true],
      ['Query', undefined],
    ]);
  });

  it('hides the nonce', async () => {
    const { store } = await openStub(() => answers({ Item: row('a') }));

    expect(await store.get(at('a'))).toEqual({ key: at('a'), attributes: { a: 1 } });
  });

  it('asks again for what a batch left over', async () => {
    const { store, requests } = await openStub((_, count) =>
      count === 1
        ? answers({
            Responses: { table: [row('b')] },
            UnprocessedKeys: { table: { Keys: [{ pk: { S: 'p' }, sk: { S: 'a' } }] } },
          })
        : answers({ Responses: { table: [row('a')] } }),
    );

    expect((await store.getMany([at('a'), at('b')])).map(({ key }) => key.sort)).toEqual(['a', 'b']);
    expect(requests.map(({ body }) => body.RequestItems)).toEqual([
      {
        table: {
          ConsistentRead: true,
          Keys: [
            { pk: { S: 'p' }, sk: { S: 'a' } },
            { pk: { S: 'p' }, sk: { S: 'b' } },
          ],
        },
      },
      { table: { ConsistentRead: true, Keys: [{ pk: { S: 'p' }, sk: { S: 'a' } }] } },
    ]);
  });

  it('gives up a batch that is left over for ever', async () => {
    const { store } = await openStub(() =>
      answers({ UnprocessedKeys: { table: { Keys: [{ pk: { S: 'p' }, sk: { S: 'a' } }] } } }),
    );

    await expect(store.getMany([at('a')])).rejects.toThrow(
      'BatchGetItem 1 keys → Unprocessed: 1 keys left over after 8 attempts',
    );
  });

  it('follows a list from page to page', async () => {
    const { store, requests } = await openStub((_, count) =>
      answers(
        count === 1
          ? { Items: [row('a')], LastEvaluatedKey: { pk: { S: 'p' }, sk: { S: 'a' } } }
          : { Items: [row('b')] },
      ),
    );

    expect((await store.list('p')).map(({ key }) => key.sort)).toEqual(['a', 'b']);
    expect(requests[1]?.body.ExclusiveStartKey).toEqual({ pk: { S: 'p' }, sk: { S: 'a' } });
  });

  it('is tried again after a lost answer', async () => {
    const { store, requests } = await openStub((_, count) => (count === 1 ? 'cut' : done));

    expect(await store.get(at('a'))).toBeUndefined();
    expect(requests).toHaveLength(2);
  });

  it('says what was asked, what came back and the request', async () => {
    const { store } = await openStub(() => failure('AccessDeniedException'));

    const reading = store.get(at('a'));

    await expect(reading).rejects.toThrow(StoreUnavailable);
    await expect(reading).rejects.toThrow(
      'GetItem p/a → AccessDeniedException: AccessDeniedException by the stub (request R1)',
    );
  });

  it('does not pass on a number that JavaScript cannot hold', async () => {
    const { store } = await openStub(() => answers({ Item: { ...row('a'), a: { N: '9007199254740993' } } }));

    await expect(store.get(at('a'))).rejects.toThrow('read p/a → not what this store writes');
  });

  it('sends nothing for what it cannot keep', async () => {
    const { store, requests } = await openStub(() => done);

    await expect(store.transact([{ put: at('a'), attributes: { a: -0 } }])).rejects.toThrow(ValueRefused);
    await expect(store.get(at(''))).rejects.toThrow(ValueRefused);
    expect(requests).toEqual([]);
  });
});
