import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import { makeMeteredStore } from '../../shared/store/metered.ts';
import type { Write } from '../../shared/store/store.ts';
import { openLocalTable } from './local-table.ts';

const charged = z.object({ ConsumedCapacity: z.object({ CapacityUnits: z.number() }) });

/** Adds up what DynamoDB Local says that each request cost. */
function tally(client: DynamoDBClient): () => number {
  let sum = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'INDEXES' });
      const answer = await next(args);
      sum += charged.parse(answer.output).ConsumedCapacity.CapacityUnits;
      return answer;
    },
    { step: 'initialize' },
  );
  return () => sum;
}

const key = { partition: 'p', sort: 's' };
const open = { attention: 'open', attentionAt: 1, instance: 'i', acceptedAt: 3, month: 'm' };

/** Plain writes only: DynamoDB Local counts a transaction twice over, unlike the service. */
const history: readonly [string, Write][] = [
  ['a delete of nothing', { delete: key }],
  ['an item of 3 units', { put: key, attributes: { a: 'x'.repeat(3000) } }],
  ['a smaller item over a larger one', { put: key, attributes: { a: 'x' } }],
  ['an item that enters three indexes', { put: key, attributes: open }],
  ['an update beside the indexes', { update: key, set: { a: 1 } }],
  ['an entry that moves', { update: key, set: { attentionAt: 2 } }],
  ['an entry that vanishes', { update: key, remove: ['attention'] }],
  ['an entry that appears', { update: key, set: { attention: 'open' } }],
  ['entries that all move', { put: key, attributes: { ...open, acceptedAt: 4, attentionAt: 5 } }],
  ['an item that grows', { update: key, set: { a: 'x'.repeat(2000) } }],
  ['an item that leaves three indexes', { delete: key }],
];

it('meters each write as DynamoDB Local charges it', async () => {
  const local = await openLocalTable();
  onTestFinished(() => local.close());
  const chargedSoFar = tally(local.client);
  const metered = makeMeteredStore(makeMemoryStore());
  const [counted, expected] = [new Map<string, number>(), new Map<string, number>()];

  for (const [name, write] of history) {
    const before = { counted: metered.units().writeUnits, charged: chargedSoFar() };
    await metered.store.transact([write]);
    await local.store.transact([write]);
    counted.set(name, metered.units().writeUnits - before.counted);
    expected.set(name, chargedSoFar() - before.charged);
  }

  expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(expected));
});
