import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AWS_TIME_LIMITS } from '../../shared/runtime/aws.ts';
import { makeDynamoStore } from '../../shared/store/dynamodb.ts';
import type { Store } from '../../shared/store/store.ts';
import type { Clock } from '../../shared/time/clock.ts';
import { drainMicrotasks } from '../engine/virtual-clock.ts';
import { type FaultProxy, openFaultProxy } from './fault-proxy.ts';
import { localClient, openLocalTable } from './local-table.ts';
import { chanceOf } from './service-faults.ts';
import { SEEDED } from './wire.ts';

/** How long the client waits for an answer: shorter than live, so that a test can wait for it. */
const PATIENCE = 200;

/** How much faster the pauses between attempts go by. */
const SPEED = 4;

/** A table with two ways to it: through the proxy, and the judge's own. */
export interface ProxiedTable {
  readonly proxy: FaultProxy;
  /** Past the proxy: sees what is, and is never lied to. */
  readonly direct: Store;
  /** A store of its own through the proxy. Its nonces follow from its name, so that a seed gives the same faults. */
  through(name: string, clock?: Clock): Store;
  /** Resolves when no request through the proxy waits for its answer: whoever still waits then waits for the clock. */
  quiet(): Promise<void>;
  close(): void;
}

/** Opens a table of its own with a fault proxy before it. */
export async function openProxiedTable(): Promise<ProxiedTable> {
  const table = await openLocalTable();
  // DynamoDB knows a token for ten minutes in all tables; the same seed may be played again before.
  const own = randomUUID().slice(0, 8);
  const proxy = await openFaultProxy(table.endpoint);
  const client = localClient(proxy.endpoint, {
    requestHandler: { ...AWS_TIME_LIMITS, requestTimeout: PATIENCE },
  });
  const underWay = followRequests(client);
  return {
    proxy,
    direct: table.store,
    through(name, clock = quickClock) {
      let nonces = 0;
      const nonce = () => {
        nonces += 1;
        return `${own}${SEEDED}${name}-${nonces}`;
      };
      const random = () => chanceOf(name, nonces);
      return makeDynamoStore({ client, tableName: table.tableName, clock, random, nonce });
    },
    async quiet() {
      for (;;) {
        await drainMicrotasks();
        if (underWay.size === 0) return;
        await Promise.allSettled(underWay);
      }
    },
    close() {
      client.destroy();
      proxy.close();
      table.close();
    },
  };
}

/** The requests of a client that have no answer yet. */
function followRequests(client: DynamoDBClient): ReadonlySet<Promise<unknown>> {
  const underWay = new Set<Promise<unknown>>();
  client.middlewareStack.add(
    (next) => (request) => {
      const work = next(request);
      const over = () => underWay.delete(work);
      underWay.add(work);
      work.then(over, over);
      return work;
    },
    { step: 'initialize' },
  );
  return underWay;
}

const quickClock: Clock = {
  now: () => Date.now() * SPEED,
  sleepUntil: async (at) => sleep(Math.max(0, at / SPEED - Date.now())),
};
