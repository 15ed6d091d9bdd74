import { expect, it } from 'vitest';
import { CODES, SERVER_ERRORS } from '../../shared/local-volcengine/codes.ts';

it('codes of Redis itself come with HTTP 400, InternalError included', () => {
  const redis = ['InternalError', 'InstanceNotExist', 'InstanceStatusNotMatch', 'ParamError'] as const;

  expect(redis.map((code) => CODES[code].httpStatus)).toEqual([400, 400, 400, 400]);
});

it('each server error has the status under which it is listed', () => {
  for (const [status, code] of Object.entries(SERVER_ERRORS)) {
    expect(CODES[code].httpStatus).toBe(Number(status));
  }
});
