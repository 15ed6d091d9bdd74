import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { TABLE } from '../../shared/store/table.ts';

const string = z.looseObject({ S: z.string().optional() });
const row = z.looseObject({ [TABLE.nonce]: string.optional() });
const requestSchema = z.looseObject({
  Item: row.optional(),
  UpdateExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: z.record(z.string(), z.unknown()).optional(),
  ClientRequestToken: z.string().optional(),
  TransactItems: z.array(z.unknown()).optional(),
});
const refusalSchema = z.looseObject({
  Item: row.optional(),
  CancellationReasons: z.array(z.looseObject({ Item: row.optional() })).optional(),
});

/** What follows it in a nonce is the same whenever the same seed is played. */
export const SEEDED = '~';

/** A request of the adapter as it is on the wire. */
export interface Wire {
  readonly operation: string;
  /** How many writes a transaction has; 0 for anything else. */
  readonly writes: number;
  /** By which the adapter knows its write again; a read and a delete alone have none. */
  readonly nonce: string | undefined;
  /** The same for each repeat of one request. */
  readonly what: string;
}

/** Reads a request that the adapter sent. */
export function readWire(incoming: Pick<IncomingMessage, 'headers'>, body: string): Wire {
  const operation = String(incoming.headers['x-amz-target']).replace(/^.*\./, '');
  const request = requestSchema.parse(JSON.parse(body));
  const nonce = request.ClientRequestToken ?? request.Item?.[TABLE.nonce]?.S ?? nonceOfUpdate(request);
  const what = nonce === undefined ? operation + body : nonce.slice(nonce.indexOf(SEEDED) + 1);
  return { operation, writes: request.TransactItems?.length ?? 0, nonce, what };
}

function nonceOfUpdate(request: z.infer<typeof requestSchema>): string | undefined {
  const names = Object.entries(request.ExpressionAttributeNames ?? {});
  const name = names.find(([, attribute]) => attribute === TABLE.nonce)?.[0];
  if (name === undefined) return undefined;
  const placeholder = new RegExp(`${name} = (:v\\d+)`).exec(request.UpdateExpression ?? '')?.[1];
  return string.parse(request.ExpressionAttributeValues?.[placeholder ?? '']).S;
}

/** The nonces of the items that a refusal brings along. */
export function noncesRefused(body: string): readonly string[] {
  const { Item, CancellationReasons = [] } = refusalSchema.parse(JSON.parse(body));
  return [Item, ...CancellationReasons.map((reason) => reason.Item)].flatMap(
    (item) => item?.[TABLE.nonce]?.S ?? [],
  );
}
