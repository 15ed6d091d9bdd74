import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DYNAMODB_CLIENT_SETTINGS, makeDynamoStore } from '../../shared/store/dynamodb.ts';
import type { Store } from '../../shared/store/store.ts';
import type { Clock } from '../../shared/time/clock.ts';
import { tableInput } from './table.ts';

const systemClock: Clock = {
  now: () => Date.now(),
  sleepUntil: async (at) => sleep(at - Date.now()),
};

export interface LocalTable {
  readonly client: DynamoDBClient;
  readonly store: Store;
  readonly tableName: string;
  readonly endpoint: string;
  close(): void;
}

/** Makes a table of its own in the DynamoDB Local that `run.ts` has started, and a store over it. */
export async function openLocalTable(): Promise<LocalTable> {
  const endpoint = process.env.OFFPEAK_DYNAMODB_ENDPOINT;
  if (endpoint === undefined)
    throw new Error('start me by `npm run conformance`, which starts DynamoDB Local');
  const client = localClient(endpoint);
  const tableName = `offpeak-${randomUUID()}`;
  await client.send(new CreateTableCommand(tableInput(tableName)));
  const chance = { random: Math.random, nonce: randomUUID };
  const store = makeDynamoStore({ client, tableName, clock: systemClock, ...chance });
  return { client, store, tableName, endpoint, close: () => client.destroy() };
}

/** The client as Offpeak sets it, for an endpoint of this machine. */
export function localClient(endpoint: string, more: DynamoDBClientConfig = {}): DynamoDBClient {
  return new DynamoDBClient({
    ...DYNAMODB_CLIENT_SETTINGS,
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    ...more,
  });
}
