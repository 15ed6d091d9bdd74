import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { makeAgent } from '../shared/http/undici.ts';

/**
 * The rival of `bench/cold-start.ts`: what a function that calls the vendor cannot do without, and nothing else. It makes its
 * clients, asks DynamoDB for a run as SwitchOver does first, and fails because there is none. No schema, no log, no retries of ours.
 */
export const handler = async ({ runId }: { readonly runId: string }): Promise<number> => {
  const dynamodb = new DynamoDBClient();
  const unused = [new SecretsManagerClient(), makeAgent({ allowH2: false })];
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: 'offpeak',
      ConsistentRead: true,
      KeyConditionExpression: 'partition = :partition',
      ExpressionAttributeValues: { ':partition': { S: `run#${runId}` } },
    }),
  );
  if (Items.length === 0) throw new Error(`read run ${runId} → no such record`);
  return unused.length;
};
