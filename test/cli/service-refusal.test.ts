import { describe, expect, it } from 'vitest';
import { NoAnswer, refusalOf } from '../../shared/cli/service-refusal.ts';
import { ok, problem } from './views.ts';

describe('what the service refused', () => {
  it('is said in its own sentence, with the kind for a program', () => {
    expect(refusalOf('/v1/runs', problem('not-now', 409, 'The window opens Wed 02:00.'))).toMatchObject({
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
      refusalOf('/v1/runs', problem('bad-request', 400, 'There are 2 faults.', { faults })).message,
    ).toBe(
      'There are 2 faults.\n  body/target  "target" must be "any".  (did you mean any?)\n  body/when  "when" is missing.',
    );
  });

  it('says a sentence once, and where the log tells more', () => {
    const faults = [{ path: 'body/rule', sentence: 'No such rule.' }];

    expect(refusalOf('/', problem('not-found', 404, 'No such rule.', { faults })).message).toBe(
      'No such rule.',
    );
    expect(refusalOf('/', problem('internal', 500, 'Wrong.', { incident: 'i-7' })).message).toBe(
      'Wrong. (the log tells more under i-7)',
    );
  });

  it('is said to be unreadable where it is no problem', () => {
    expect(refusalOf('/v1/stops', ok('<html>', 502)).message).toContain(
      '/v1/stops → HTTP 502 without a problem',
    );
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
