import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DYNAMODB_CLIENT_SETTINGS, makeDynamoStore } from '../../shared/store/dynamodb.ts';
import type { Store } from '../../shared/store/store.ts';
import type { Clock } from '../../shared/time/clock.ts';
import { tableInput } from './table.ts';

const systemClock: Clock = {
  now: () => Date.now(),
  sleepUntil: async (at) => sleep(at - Date.now()),
};

/** Makes a table of its own in the DynamoDB Local that `run.ts` has started, and a store over it. */
export async function openLocalTable(): Promise<{ client: DynamoDBClient; store: Store; close(): void }> {
  const endpoint = process.env.OFFPEAK_DYNAMODB_ENDPOINT;
  if (endpoint === undefined)
    throw new Error('start me by `npm run conformance`, which starts DynamoDB Local');
  const client = new DynamoDBClient({
    ...DYNAMODB_CLIENT_SETTINGS,
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const tableName = `offpeak-${randomUUID()}`;
  await client.send(new CreateTableCommand(tableInput(tableName)));
  const chance = { random: Math.random, nonce: randomUUID };
  const store = makeDynamoStore({ client, tableName, clock: systemClock, ...chance });
  return { client, store, close: () => client.destroy() };
}
