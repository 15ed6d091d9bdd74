import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { TABLE } from '../../shared/store/table.ts';

/** The request that makes the one table, from its shape. */
export function tableInput(tableName: string): CreateTableCommandInput {
  const indexes = Object.entries(TABLE.indexes);
  const strings = [TABLE.partition, TABLE.sort, ...indexes.map(([, { partition }]) => partition)];
  const numbers = new Set(indexes.map(([, { sort }]) => sort));
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: schema(TABLE.partition, TABLE.sort),
    AttributeDefinitions: [
      ...strings.map((name) => ({ AttributeName: name, AttributeType: 'S' as const })),
      ...[...numbers].map((name) => ({ AttributeName: name, AttributeType: 'N' as const })),
    ],
    GlobalSecondaryIndexes: indexes.map(([name, { partition, sort }]) => ({
      IndexName: name,
      KeySchema: schema(partition, sort),
      Projection: { ProjectionType: 'KEYS_ONLY' },
    })),
  };
}

function schema(partition: string, sort: string): CreateTableCommandInput['KeySchema'] {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
}
