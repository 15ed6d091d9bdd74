import {
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { writeRequest } from './dynamodb-expressions.ts';
import {
  attemptsInside,
  describeFailure,
  failureKind,
  type RefusedWrite,
  refusedWrites,
} from './dynamodb-failure.ts';
import { itemOfRow, nonceOfRow } from './dynamodb-item.ts';
import type { Repeat } from './dynamodb-repeat.ts';
import { StoreUnavailable } from './errors.ts';
import { singleWrite } from './single-write.ts';
import type { Committed, Refusal, Write } from './store.ts';
import { keyOf } from './write.ts';

export interface DynamoTransactOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly repeat: Repeat;
  readonly nonce: () => string;
}

/**
 * Makes `transact` over DynamoDB: one write alone as a plain request, half the price, everything else as a transaction.
 *
 * The danger is a commit whose answer is lost: its repeat, by this adapter or inside the SDK, finds the condition
 * broken by the commit itself and says "refused". So each put and update carries a nonce, and a refusal that shows our
 * own nonce means committed. A transaction also has the nonce as its token, by which DynamoDB itself knows the repeat of
 * a commit for 10 minutes. A write that was lost and then refused with another's nonce is undecidable: another may have
 * written over ours, or the lost request may still be on its way and find its conditions true (ADR 0012). That is thrown
 * as StoreUnavailable rather than guessed.
 *
 * What remains, of plain writes alone: one that was lost may be written again after another's write, where its condition
 * allows that; and one that the network itself delivers twice is refused, if another writes over it in between.
 */
export function makeDynamoTransact({ client, tableName, repeat, nonce }: DynamoTransactOptions) {
  return async (writes: readonly Write[]): Promise<Committed> => {
    const token = nonce();
    const alone = singleWrite(writes) !== undefined;
    const requests = writes.map((write) => writeRequest(tableName, write, token));
    const what = nameOf(writes, alone);
    let lost = false;
    return repeat(what, async () => {
      try {
        await (alone ? sendAlone(client, requests) : sendTogether(client, requests, token));
        return { committed: true };
      } catch (error) {
        const kind = failureKind(error);
        lost ||= kind === 'lost' || attemptsInside(error) > 1;
        if (kind !== 'refused') throw error;
        const refused = refusedWrites(error);
        if (refused.some(({ item }) => nonceOfRow(item) === token)) return { committed: true };
        if (lost) throw undecided(what, error);
        return { committed: false, refused: refused.map(toRefusal) };
      }
    });
  };
}

async function sendAlone(client: DynamoDBClient, requests: readonly TransactWriteItem[]): Promise<void> {
  for (const { Put, Update, Delete } of requests) {
    if (Put !== undefined) await client.send(new PutItemCommand(Put));
    if (Update !== undefined) await client.send(new UpdateItemCommand(Update));
    if (Delete !== undefined) await client.send(new DeleteItemCommand(Delete));
  }
}

async function sendTogether(
  client: DynamoDBClient,
  requests: readonly TransactWriteItem[],
  token: string,
): Promise<void> {
  await client.send(
    new TransactWriteItemsCommand({ TransactItems: [...requests], ClientRequestToken: token }),
  );
}

function toRefusal({ index, item }: RefusedWrite): Refusal {
  return item === undefined ? { index } : { index, item: itemOfRow(item) };
}

function undecided(what: string, cause: unknown): StoreUnavailable {
  const cameBack = `${describeFailure(cause)}, after an attempt whose answer was lost`;
  return new StoreUnavailable(`${what} → ${cameBack}`, { cause });
}

function nameOf(writes: readonly Write[], alone: boolean): string {
  const [first] = writes.map(keyOf);
  const where = `${first?.partition}/${first?.sort}`;
  return alone ? `write ${where}` : `TransactWriteItems ${where} (${writes.length} writes)`;
}
