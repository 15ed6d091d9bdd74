import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { makeDynamoStore } from '../../shared/store/dynamodb.ts';
import type { Clock } from '../../shared/time/clock.ts';

const row = z.record(z.string(), z.record(z.string(), z.unknown()));
const body = z.looseObject({
  Item: row.optional(),
  ClientRequestToken: z.string().optional(),
  ConsistentRead: z.boolean().optional(),
});

/** One request as it arrived. */
export interface StubRequest {
  readonly operation: string;
  readonly body: z.infer<typeof body>;
}

/** What the stub does: answer, or cut the connection after the request has arrived. */
export type StubAnswer = { readonly status: number; readonly body: object } | 'cut';

/** An answer of the service that names an error. */
export function failure(name: string, more: object = {}, status = 400): StubAnswer {
  return {
    status,
    body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: `${name} by the stub`, ...more },
  };
}

export const done: StubAnswer = { status: 200, body: {} };

/** Starts a DynamoDB on loopback that answers as told, and a store over it in virtual time. */
export async function openStub(answer: (request: StubRequest, count: number) => StubAnswer, maxAttempts = 1) {
  const requests: StubRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const operation = String(incoming.headers['x-amz-target']).replace(/^.*\./, '');
    const request = { operation, body: body.parse(JSON.parse(await text(incoming))) };
    requests.push(request);
    const given = answer(request, requests.length);
    if (given === 'cut') {
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(given.status, {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-requestid': 'R1',
    });
    outgoing.end(JSON.stringify(given.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts,
  });
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  const clock = makeLeapingClock();
  let nonces = 0;
  const nonce = () => `nonce ${++nonces}`;
  const store = makeDynamoStore({ client, tableName: 'table', clock, random: () => 0.5, nonce });
  return { store, requests, slept: clock.slept };
}

/** A clock that leaps to where anybody sleeps, and remembers how long that was. */
function makeLeapingClock(): Clock & { readonly slept: number[] } {
  let now = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    async sleepUntil(at) {
      slept.push(at - now);
      now = at;
    },
  };
}
