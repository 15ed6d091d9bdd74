import type { Model } from '../local-volcengine/model.ts';
import type { Reply } from '../local-volcengine/reply.ts';
import type { Credential } from '../local-volcengine/seed-schema.ts';
import { answerVendorCall } from '../local-volcengine/vendor-plane.ts';
import type { Clock, Milliseconds } from '../time/clock.ts';
import type { Transport, TransportResult, WireRequest } from '../volcengine/transport.ts';

export interface ModelTransportParts {
  readonly model: Model;
  readonly credentials: readonly Credential[];
  readonly clock: Clock;
  /** The host that the client signs for. */
  readonly host: string;
  readonly timeout: Milliseconds;
}

/**
 * Carries the client's signed bytes to the model in this process: no socket, no timer but the injected clock.
 *
 * The model's gateway verifies them as it would from a socket. What the model keeps back ends in a time-out here, on the
 * clock that both share.
 */
export function makeModelTransport(parts: ModelTransportParts): Transport {
  const { model, credentials, clock, timeout } = parts;
  return {
    async exchange(request, limit = timeout) {
      const endsAt = clock.now() + Math.min(limit, timeout);
      const reply = answerVendorCall(model, credentials, incomingOf(request, parts.host));
      return await resultOf(reply, clock, endsAt);
    },
  };
}

function incomingOf({ path, headers, body }: WireRequest, host: string) {
  const [place = '/', query = ''] = path.split('?');
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    method: 'POST',
    path: place,
    query,
    headers: new Map([['host', host], ...named]),
    body: Buffer.from(body),
  };
}

async function resultOf(reply: Reply, clock: Clock, endsAt: number): Promise<TransportResult> {
  switch (reply.delivery) {
    case 'now':
      return answered(reply.answer, 1);
    case 'garbled':
      return answered(reply.answer, 0.5);
    case 'dropped':
      return { kind: 'failed', code: 'ConnectionReset', message: 'the connection was cut' };
    case 'held': {
      const { until } = reply.hold;
      if (until !== undefined && until < endsAt) {
        await clock.sleepUntil(until);
        return answered(reply.answer, 1);
      }
      return await timedOut(clock, endsAt);
    }
    case 'never':
      return await timedOut(clock, endsAt);
  }
}

async function timedOut(clock: Clock, endsAt: number): Promise<TransportResult> {
  await clock.sleepUntil(endsAt);
  return { kind: 'failed', code: 'Timeout', message: 'no complete answer in time' };
}

type Sent = Extract<Reply, { delivery: 'held' }>['answer'];

function answered({ httpStatus, envelope, retryAfterSeconds }: Sent, part: number): TransportResult {
  const text = JSON.stringify(envelope);
  const body = Buffer.from(text.slice(0, text.length * part));
  return {
    kind: 'answered',
    httpStatus,
    body,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}
