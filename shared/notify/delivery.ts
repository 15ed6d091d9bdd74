import type { Delivery, DeliveryCode, Undelivered } from './channel.ts';
import type { PostResult } from './post.ts';

/** How a channel reads the body of an answer; `undefined` where its form is not the documented one. */
export type ReadAnswer = (body: unknown) => Delivery | undefined;

/**
 * What became of a message. A bot's own code is the answer, whatever the HTTP status is: they refuse with 200 too. Without
 * one, the status is. Only `delivered` in both is delivered.
 */
export function deliveryOf(result: PostResult, read: ReadAnswer): Delivery {
  switch (result.kind) {
    case 'forbidden':
      return { delivered: false, code: 'TARGET_FORBIDDEN', permanent: true };
    case 'failed':
      return { delivered: false, code: result.code, permanent: false };
    case 'answered': {
      const byStatus = deliveryByStatus(result.httpStatus, result.retryAfterSeconds);
      const byBody = read(jsonOf(result.body));
      if (byBody?.delivered === false) return withWait(byBody, result.retryAfterSeconds);
      if (byStatus?.delivered === false) return byStatus;
      return byBody ?? { delivered: false, code: 'UNREADABLE', permanent: false };
    }
  }
}

/** 404 passes too: a receiver that is being deployed answers with it. */
const BY_STATUS: Readonly<Record<number, readonly [DeliveryCode, permanent: boolean]>> = {
  401: ['NOT_AUTHORIZED', true],
  403: ['NOT_AUTHORIZED', true],
  404: ['TARGET_UNKNOWN', false],
  408: ['TIMEOUT', false],
  410: ['TARGET_UNKNOWN', true],
  425: ['BUSY', false],
  429: ['THROTTLED', false],
};

/** What an HTTP status alone says of a delivery: 2xx is one. */
export function deliveryByStatus(httpStatus: number, retryAfterSeconds: number | undefined): Delivery {
  if (httpStatus >= 200 && httpStatus < 300) return { delivered: true };
  const [code, permanent] = BY_STATUS[httpStatus] ?? byFamily(httpStatus);
  return withWait({ delivered: false, code, permanent, answered: `HTTP ${httpStatus}` }, retryAfterSeconds);
}

function byFamily(httpStatus: number): readonly [DeliveryCode, boolean] {
  if (httpStatus >= 500) return ['BUSY', false];
  return httpStatus >= 400 ? ['MESSAGE_REFUSED', true] : ['REDIRECTED', true];
}

function withWait(undelivered: Undelivered, retryAfterSeconds: number | undefined): Undelivered {
  return undelivered.permanent || retryAfterSeconds === undefined
    ? undelivered
    : { ...undelivered, retryAfterSeconds };
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
