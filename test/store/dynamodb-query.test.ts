import { expect, it } from 'vitest';
import { indexQuery, partitionQuery, positionOfRow } from '../../shared/store/dynamodb-query.ts';
import { encodeCursor } from '../../shared/store/page-cursor.ts';
import type { IndexQuery } from '../../shared/store/store.ts';

const query: IndexQuery = { index: 'month', partition: '2026-11' };

it.each([
  [{}, '#partition = :partition'],
  [{ from: 1 }, '#partition = :partition AND #sort >= :from'],
  [{ to: 2 }, '#partition = :partition AND #sort <= :to'],
  [{ from: 1, to: 2 }, '#partition = :partition AND #sort BETWEEN :from AND :to'],
])('%o is asked as a range, both ends included', (range, text) => {
  expect(indexQuery('table', { ...query, ...range }).KeyConditionExpression).toBe(text);
});

it('goes on behind the position of the last row', () => {
  const last = { pk: { S: 'p' }, sk: { S: 's' }, month: { S: '2026-11' }, acceptedAt: { N: '7' } };
  const after = encodeCursor(positionOfRow('month', last));

  expect(indexQuery('table', { ...query, after }).ExclusiveStartKey).toEqual(last);
});

it('newest first is a scan backwards', () => {
  expect(indexQuery('table', { ...query, newestFirst: true }).ScanIndexForward).toBe(false);
});

it('a partition is read consistently, with its prefix', () => {
  expect(partitionQuery('table', 'p', 'send#')).toMatchObject({
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :partition AND begins_with(sk, :prefix)',
  });
});
