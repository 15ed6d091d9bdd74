import { describe, expect, it } from 'vitest';
import { NoAnswer, refusalOf } from '../../shared/cli/service-refusal.ts';
import { ok, problem } from './views.ts';

describe('what the service refused', () => {
  it('is said in its own sentence, with the kind for a program', () => {
    expect(
      refusalOf('GET', '/v1/runs', problem('not-now', 409, 'The window opens Wed 02:00.')),
    ).toMatchObject({
      message: 'The window opens Wed 02:00.',
      kind: 'not-now',
    });
  });

  it('lists every fault with its place and the nearest word', () => {
    const faults = [
      { path: 'body/target', sentence: '"target" must be "any".', nearest: 'any' },
      { path: 'body/when', sentence: '"when" is missing.' },
    ];

    expect(
      refusalOf('GET', '/v1/runs', problem('bad-request', 400, 'There are 2 faults.', { faults })).message,
    ).toBe(
      'There are 2 faults.\n  body/target  "target" must be "any".  (did you mean any?)\n  body/when  "when" is missing.',
    );
  });

  it('says a sentence once, and where the log tells more', () => {
    const faults = [{ path: 'body/rule', sentence: 'No such rule.' }];

    expect(refusalOf('GET', '/', problem('not-found', 404, 'No such rule.', { faults })).message).toBe(
      'No such rule.',
    );
    expect(refusalOf('GET', '/', problem('internal', 500, 'Wrong.', { incident: 'i-7' })).message).toBe(
      'Wrong. (the log tells more under i-7)',
    );
  });

  it('is said to be unreadable where it is no problem', () => {
    expect(refusalOf('GET', '/v1/stops', ok('<html>', 502)).message).toContain(
      'GET /v1/stops → HTTP 502 without a problem',
    );
  });
});

describe('what the gateway answers in the place of the service', () => {
  it.each([
    [403, 'Forbidden', 'HTTP 403 from the gateway: Forbidden. The AWS credentials are not valid there'],
    [404, 'Not Found', 'HTTP 404 from the gateway: Not Found. This deployment has no such route.'],
    [400, 'Bad Request', 'HTTP 400 from the gateway: Bad Request.'],
  ])('%i is a refusal with its word and what to do', (status, message, said) => {
    expect(refusalOf('PUT', '/v1/plan', ok({ message }, status))).toMatchObject({
      name: 'GatewayRefused',
      message: expect.stringContaining(`PUT /v1/plan → ${said}`),
    });
  });

  it('from 500 on nobody knows whether the service did it', () => {
    expect(refusalOf('POST', '/v1/runs', ok({ message: 'Service Unavailable' }, 503))).toMatchObject({
      name: 'NoAnswer',
      message: expect.stringContaining('HTTP 503 from the gateway: Service Unavailable'),
    });
  });
});

it.each([
  [Object.assign(new Error(''), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
  [new Error('broken'), 'broken'],
  [new TypeError(''), 'TypeError'],
  ['text', 'string'],
])('no answer because of %o', (cause, said) => {
  expect(new NoAnswer('GET', '/v1/stops', cause).message).toBe(
    `GET /v1/stops → no answer came from the service (${said})`,
  );
});
