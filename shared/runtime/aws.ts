import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Log, Ports } from '../steps/ports.ts';
import { DYNAMODB_CLIENT_SETTINGS, makeDynamoStore } from '../store/dynamodb.ts';
import { type Clock, SECOND } from '../time/clock.ts';
import type { EnvironmentOf, RECORDS } from './aws-environment.ts';

/** How long AWS may take to answer; a request that hangs must not use up a whole invocation. */
export const AWS_TIME_LIMITS = {
  connectionTimeout: SECOND,
  requestTimeout: 5 * SECOND,
  throwOnRequestTimeout: true,
} as const;

/** The ports that lead out of our own records. A function is given those that it uses, and its role allows no others. */
export type Edges = Pick<Ports, 'redis' | 'executions' | 'announcer' | 'messenger'>;

/** A step reached for an edge that its function was not given. The function's wiring and role are at fault, not its input. */
export class NotWired extends Error {
  override readonly name = 'NotWired';

  constructor(edge: keyof Edges) {
    super(`use ${edge} → this function is not given it`);
  }
}

const notWired = (edge: keyof Edges) => (): never => {
  throw new NotWired(edge);
};

/**
 * For who is told of a close: the bus, waiting workflows, the secrets of people's channels. One more try, then the outbox
 * comes back: three tries that hang would take half of the invocation that closes the run.
 */
export const TELLING_LIMITS = { requestHandler: AWS_TIME_LIMITS, maxAttempts: 2 } as const;

/** What a function has at the edges before anything is wired to it: nothing. Each call throws `NotWired`. */
export const UNWIRED: Edges = {
  redis: notWired('redis'),
  executions: {
    start: notWired('executions'),
    stop: notWired('executions'),
    named: notWired('executions'),
    status: notWired('executions'),
  },
  announcer: {
    closed: notWired('announcer'),
    settled: notWired('announcer'),
    message: notWired('announcer'),
    answerToken: notWired('announcer'),
    unheard: notWired('announcer'),
    refuseToken: notWired('announcer'),
  },
  messenger: { channel: notWired('messenger'), write: notWired('messenger') },
};

/** Time and log of one function, as `lambdaStep` gives them. */
export interface Surroundings {
  readonly clock: Clock;
  readonly log: Log;
}

/** The ports that every function has: the records in DynamoDB, time, chance, log, settings. The edges are unwired. */
export function recordPorts(environment: EnvironmentOf<typeof RECORDS>, { clock, log }: Surroundings): Ports {
  const client = new DynamoDBClient({ ...DYNAMODB_CLIENT_SETTINGS, requestHandler: AWS_TIME_LIMITS });
  const { random } = Math;
  return {
    ...UNWIRED,
    store: makeDynamoStore({
      client,
      tableName: environment.OFFPEAK_TABLE,
      clock,
      random,
      nonce: () => randomUUID(),
    }),
    clock,
    log,
    unique: () => randomUUID(),
    random,
    settings: {
      deployment: environment.OFFPEAK_DEPLOYMENT,
      signatureLife: environment.OFFPEAK_SIGNATURE_LIFE_SECONDS,
      requestTimeout: environment.OFFPEAK_REQUEST_TIMEOUT_SECONDS,
    },
  };
}
