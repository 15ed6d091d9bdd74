import type { LookupFunction } from 'node:net';
import { type Dispatcher, makeAgent, requestOver } from '../http/undici.ts';
import type { Clock, Milliseconds } from '../time/clock.ts';
import { type NetworkFaultCode, networkFault } from './network-fault.ts';
import { retryAfterSeconds } from './retry-after.ts';

/** The finished bytes of a POST. `path` begins with `/` and holds the query. */
export interface WireRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How one exchange ended: with a complete answer of any kind, or with none. */
export type TransportResult =
  | {
      readonly kind: 'answered';
      readonly httpStatus: number;
      readonly retryAfterSeconds?: number;
      readonly body: Uint8Array;
    }
  | {
      readonly kind: 'failed';
      readonly code: NetworkFaultCode;
      readonly message: string;
      /** Present when the status line had come before it failed. */
      readonly httpStatus?: number;
    };

export interface Timeouts {
  readonly connect: Milliseconds;
  /** From the request's last byte to the answer's headers. */
  readonly headers: Milliseconds;
  /** Between two pieces of the body. */
  readonly body: Milliseconds;
  /** For the whole exchange; the others cannot outlast it. */
  readonly total: Milliseconds;
}

export interface Transport {
  /**
   * Sends the bytes once to the transport's own origin and reads the answer within `limit` (and never beyond `total`).
   * No redirect is followed, nothing is sent again. Never throws.
   */
  exchange(request: WireRequest, limit?: Milliseconds): Promise<TransportResult>;
}

export interface TransportParts {
  readonly origin: string;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly timeouts: Timeouts;
  /** Bytes of a body beyond which it is not read on. */
  readonly answerLimit: number;
}

/** One exchange at a time over undici; time limits are undici's own and the platform's, because they watch a real socket. */
export function makeTransport({
  origin,
  dispatcher,
  clock,
  timeouts,
  answerLimit,
}: TransportParts): Transport {
  return {
    async exchange({ path, headers, body }, limit = timeouts.total) {
      let httpStatus: number | undefined;
      try {
        const answer = await requestOver(dispatcher, {
          origin,
          path,
          method: 'POST',
          headers: { ...headers },
          body,
          idempotent: false,
          headersTimeout: timeouts.headers,
          bodyTimeout: timeouts.body,
          signal: AbortSignal.timeout(Math.max(1, Math.ceil(Math.min(limit, timeouts.total)))),
        });
        httpStatus = answer.statusCode;
        const bytes = await readAtMost(answerLimit, answer.body);
        if (bytes === undefined) {
          const message = `the answer was larger than ${answerLimit} bytes`;
          return { kind: 'failed', code: 'AnswerTooLarge', message, httpStatus };
        }
        const wait = retryAfterSeconds(answer.headers['retry-after'], clock.now());
        const retryAfter = wait === undefined ? {} : { retryAfterSeconds: wait };
        return { kind: 'answered', httpStatus, ...retryAfter, body: bytes };
      } catch (error) {
        return {
          kind: 'failed',
          ...networkFault(error),
          ...(httpStatus === undefined ? {} : { httpStatus }),
        };
      }
    },
  };
}

/** Whether a connection serves several exchanges. */
export type Connections = 'kept' | 'fresh';

/**
 * Connections of our own: HTTP/1.1, TLS verified whatever the environment says, no redirect, no retry.
 *
 * `fresh` opens one per exchange. A SwitchOver goes that way, because a peer may close an idle connection in the very moment
 * in which it is used again, and that reset would be an ambiguous answer to something that never arrived.
 * `lookup` resolves host names in place of the system; an address by number is never looked up.
 */
export function makeDispatcher(
  timeouts: Timeouts,
  connections: Connections,
  lookup?: LookupFunction,
): Dispatcher {
  return makeAgent({
    allowH2: false,
    pipelining: connections === 'fresh' ? 0 : 1,
    connect: {
      timeout: timeouts.connect,
      rejectUnauthorized: true,
      ...(lookup !== undefined && { lookup }),
    },
    headersTimeout: timeouts.headers,
    bodyTimeout: timeouts.body,
  });
}

/** `undefined` when there is more; leaving the loop early closes the connection. */
async function readAtMost(limit: number, body: AsyncIterable<Buffer>): Promise<Uint8Array | undefined> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    if (length > limit) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
