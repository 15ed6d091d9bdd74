import { describe, expect, it } from 'vitest';
import { deliveryByStatus, deliveryOf, type ReadAnswer } from '../../shared/notify/delivery.ts';
import type { PostResult } from '../../shared/notify/post.ts';

const answered = (httpStatus: number, body: string, retryAfterSeconds?: number): PostResult => ({
  kind: 'answered',
  httpStatus,
  body: Buffer.from(body),
  ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
});

/** `true` is delivered, a text is a refusal with that number, anything else is unreadable. */
const read: ReadAnswer = (body) => {
  if (body === true) return { delivered: true, receipt: 'r' };
  return typeof body === 'string'
    ? { delivered: false, code: 'REFUSED', permanent: body === 'never', answered: body }
    : undefined;
};

describe('a message is delivered', () => {
  it.each([
    ['where status and body say so', answered(200, 'true'), { delivered: true, receipt: 'r' }],
    ['not where the body refuses with 200', answered(200, '"1"'), { code: 'REFUSED', answered: '1' }],
    ['not where the status refuses what the body takes', answered(500, 'true'), { code: 'BUSY' }],
    ['not where both refuse: the body says why', answered(400, '"1"'), { code: 'REFUSED', answered: '1' }],
    ['not where the body says nothing', answered(200, '{}'), { code: 'UNREADABLE', permanent: false }],
    ['not where the body is no JSON', answered(204, '<p>'), { code: 'UNREADABLE', permanent: false }],
    [
      'not where nothing answered',
      { kind: 'failed', code: 'TIMEOUT' },
      { code: 'TIMEOUT', permanent: false },
    ],
    ['not where nothing was sent', { kind: 'forbidden' }, { code: 'TARGET_FORBIDDEN', permanent: true }],
    ['later, as the header says', answered(200, '"1"', 9), { retryAfterSeconds: 9 }],
  ] as [string, PostResult, object][])('%s', (_, result, expected) => {
    expect(deliveryOf(result, read)).toMatchObject({ delivered: false, ...expected });
  });

  it('never by waiting, where waiting does not help', () => {
    expect(deliveryOf(answered(200, '"never"', 9), read)).not.toHaveProperty('retryAfterSeconds');
  });
});

describe('a status means', () => {
  it.each([
    [200, { delivered: true }],
    [204, { delivered: true }],
    [302, { delivered: false, code: 'REDIRECTED', permanent: true, answered: 'HTTP 302' }],
    [400, { delivered: false, code: 'MESSAGE_REFUSED', permanent: true, answered: 'HTTP 400' }],
    [401, { delivered: false, code: 'NOT_AUTHORIZED', permanent: true, answered: 'HTTP 401' }],
    [403, { delivered: false, code: 'NOT_AUTHORIZED', permanent: true, answered: 'HTTP 403' }],
    [404, { delivered: false, code: 'TARGET_UNKNOWN', permanent: false, answered: 'HTTP 404' }],
    [408, { delivered: false, code: 'TIMEOUT', permanent: false, answered: 'HTTP 408' }],
    [410, { delivered: false, code: 'TARGET_UNKNOWN', permanent: true, answered: 'HTTP 410' }],
    [413, { delivered: false, code: 'MESSAGE_REFUSED', permanent: true, answered: 'HTTP 413' }],
    [425, { delivered: false, code: 'BUSY', permanent: false, answered: 'HTTP 425' }],
    [429, { delivered: false, code: 'THROTTLED', permanent: false, answered: 'HTTP 429' }],
    [500, { delivered: false, code: 'BUSY', permanent: false, answered: 'HTTP 500' }],
    [599, { delivered: false, code: 'BUSY', permanent: false, answered: 'HTTP 599' }],
  ])('%i', (status, expected) => {
    expect(deliveryByStatus(status, undefined)).toEqual(expected);
  });
});
