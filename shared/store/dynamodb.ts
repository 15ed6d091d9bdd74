import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../time/clock.ts';
import { Unprocessed } from './dynamodb-failure.ts';
import { itemOfRow, keyOfRow, keyRow, type Row } from './dynamodb-item.ts';
import { indexQuery, partitionQuery, positionOfRow } from './dynamodb-query.ts';
import { makeRepeat } from './dynamodb-repeat.ts';
import { makeDynamoTransact } from './dynamodb-transact.ts';
import { encodeCursor } from './page-cursor.ts';
import type { IndexPage, IndexQuery, Item, Key, Store } from './store.ts';
import { LIMITS } from './table.ts';
import { keyText } from './write.ts';
import { checkKeys, checkPartition, checkQuery, checkWrites } from './write-check.ts';

/**
 * The settings that this adapter wants of its client: it retries by itself, knowing which failure allows what. A
 * client that retries inside stays safe, but a refusal after a retry inside is then thrown as StoreUnavailable.
 */
export const DYNAMODB_CLIENT_SETTINGS = { maxAttempts: 1 } as const;

export interface DynamoStoreOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly clock: Clock;
  /** From 0 to below 1; spreads retries. */
  readonly random: () => number;
  /** A fresh text of 1–36 characters each time, such as a UUID; never the same twice. */
  readonly nonce: () => string;
}

/** Makes a store over the one DynamoDB table, whose shape is `TABLE`. Every read but that of an index is consistent. */
export function makeDynamoStore(options: DynamoStoreOptions): Store {
  const { client, tableName } = options;
  const repeat = makeRepeat(options);
  const transact = makeDynamoTransact({ ...options, repeat });

  async function get(key: Key): Promise<Item | undefined> {
    const request = { TableName: tableName, Key: keyRow(key), ConsistentRead: true };
    const what = `GetItem ${key.partition}/${key.sort}`;
    const { Item: found } = await repeat(what, () => client.send(new GetItemCommand(request)));
    return found === undefined ? undefined : itemOfRow(found);
  }

  async function getBatch(keys: readonly Key[]): Promise<Item[]> {
    const items: Item[] = [];
    let pending = keys.map(keyRow);
    await repeat(`BatchGetItem ${keys.length} keys`, async () => {
      const request = { RequestItems: { [tableName]: { Keys: pending, ConsistentRead: true } } };
      const answer = await client.send(new BatchGetItemCommand(request));
      items.push(...(answer.Responses?.[tableName] ?? []).map(itemOfRow));
      pending = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
      if (pending.length > 0) throw new Unprocessed(`${pending.length} keys left over`);
    });
    return items;
  }

  async function getMany(keys: readonly Key[]): Promise<Item[]> {
    const unique = [...new Map(keys.map((key) => [keyText(key), key])).values()];
    const found = new Map<string, Item>();
    for (let start = 0; start < unique.length; start += LIMITS.keysInBatch) {
      const items = await getBatch(unique.slice(start, start + LIMITS.keysInBatch));
      for (const item of items) found.set(keyText(item.key), item);
    }
    return keys.flatMap((key) => found.get(keyText(key)) ?? []);
  }

  /** Asks for page after page until there is no more, or until there are as many rows as wanted. */
  async function query(what: string, input: QueryCommandInput, limit?: number) {
    const rows: Row[] = [];
    let start = input.ExclusiveStartKey;
    do {
      const request = {
        ...input,
        ...(start !== undefined && { ExclusiveStartKey: start }),
        ...(limit !== undefined && { Limit: limit - rows.length }),
      };
      const answer = await repeat(what, () => client.send(new QueryCommand(request)));
      rows.push(...(answer.Items ?? []));
      start = answer.LastEvaluatedKey;
    } while (start !== undefined && rows.length < (limit ?? Infinity));
    return { rows, more: start !== undefined };
  }

  async function list(partition: string, sortPrefix: string): Promise<Item[]> {
    const { rows } = await query(`Query ${partition}`, partitionQuery(tableName, partition, sortPrefix));
    return rows.map(itemOfRow);
  }

  async function find(asked: IndexQuery): Promise<IndexPage> {
    if (asked.from !== undefined && asked.to !== undefined && asked.from > asked.to) return { keys: [] };
    const what = `Query ${asked.index} ${asked.partition}`;
    const { rows, more } = await query(what, indexQuery(tableName, asked), asked.limit);
    const last = rows.at(-1);
    const keys = rows.map(keyOfRow);
    if (!more || last === undefined) return { keys };
    return { keys, next: encodeCursor(positionOfRow(asked.index, last)) };
  }

  return {
    async get(key) {
      checkKeys('get', [key]);
      return get(key);
    },
    async getMany(keys) {
      checkKeys('getMany', keys);
      return getMany(keys);
    },
    async list(partition, sortPrefix = '') {
      checkPartition(partition, sortPrefix);
      return list(partition, sortPrefix);
    },
    async find(asked) {
      checkQuery(asked);
      return find(asked);
    },
    async transact(writes) {
      checkWrites(writes);
      return transact(writes);
    },
  };
}
