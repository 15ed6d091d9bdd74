import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { keyOfRow, keyRow, type Row } from './dynamodb-item.ts';
import { decodeCursor, type IndexPosition } from './page-cursor.ts';
import { INDEXES, type IndexName, type IndexQuery } from './store.ts';
import { TABLE } from './table.ts';

/** The request for a partition of the table, in the order of its sort keys. */
export function partitionQuery(tableName: string, partition: string, sortPrefix: string): QueryCommandInput {
  const prefixed = sortPrefix === '' ? '' : ` AND begins_with(${TABLE.sort}, :prefix)`;
  return {
    TableName: tableName,
    ConsistentRead: true,
    KeyConditionExpression: `${TABLE.partition} = :partition${prefixed}`,
    ExpressionAttributeValues: {
      ':partition': { S: partition },
      ...(sortPrefix !== '' && { ':prefix': { S: sortPrefix } }),
    },
  };
}

/** The request for a partition of an index, oldest first unless asked otherwise, both ends included. */
export function indexQuery(tableName: string, query: IndexQuery): QueryCommandInput {
  const { index, partition, from, to, newestFirst = false, after } = query;
  const range = [
    ...(from === undefined ? [] : ['#sort >= :from']),
    ...(to === undefined ? [] : ['#sort <= :to']),
  ];
  const between = range.length === 2 ? ['#sort BETWEEN :from AND :to'] : range;
  return {
    TableName: tableName,
    IndexName: index,
    ScanIndexForward: !newestFirst,
    KeyConditionExpression: ['#partition = :partition', ...between].join(' AND '),
    ExpressionAttributeNames: {
      '#partition': INDEXES[index].partition,
      ...(range.length > 0 && { '#sort': INDEXES[index].sort }),
    },
    ExpressionAttributeValues: {
      ':partition': { S: partition },
      ...(from !== undefined && { ':from': { N: String(from) } }),
      ...(to !== undefined && { ':to': { N: String(to) } }),
    },
    ...(after !== undefined && { ExclusiveStartKey: startRow(index, partition, decodeCursor(after)) }),
  };
}

/** Where a row lies in its index. */
export function positionOfRow(index: IndexName, row: Row): IndexPosition {
  return { at: Number(row[INDEXES[index].sort]?.N), key: keyOfRow(row) };
}

function startRow(index: IndexName, partition: string, { at, key }: IndexPosition): Row {
  return {
    ...keyRow(key),
    [INDEXES[index].partition]: { S: partition },
    [INDEXES[index].sort]: { N: String(at) },
  };
}
