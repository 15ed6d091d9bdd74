import { describe, expect, it } from 'vitest';
import {
  CredentialsUnavailable,
  InvalidRequest,
  InvalidSettings,
  ReadFailed,
} from '../../shared/volcengine/errors.ts';

describe('errors say what was attempted, on what, what came back and the request id', () => {
  it.each([
    [
      new ReadFailed('DescribeTasks', 'redis-1', {
        httpStatus: 403,
        code: 'LackPolicy',
        message: 'no',
        requestId: 'r1',
      }),
      'ReadFailed: DescribeTasks redis-1 → 403 LackPolicy no (request r1)',
    ],
    [
      new ReadFailed('DescribeTasks', 'redis-1', { code: 'Timeout' }),
      'ReadFailed: DescribeTasks redis-1 → Timeout',
    ],
    [new InvalidRequest('SwitchOver', ['a', 'b']), 'InvalidRequest: SwitchOver was not sent: a; b'],
    [new InvalidSettings('Redis client', ['a', 'b']), 'InvalidSettings: Redis client cannot be built: a; b'],
    [
      new CredentialsUnavailable('SwitchOver', 'redis-1', new RangeError('hidden')),
      'CredentialsUnavailable: SwitchOver redis-1 → credentials could not be read (RangeError)',
    ],
    [
      new CredentialsUnavailable('SwitchOver', 'redis-1', 'hidden'),
      'CredentialsUnavailable: SwitchOver redis-1 → credentials could not be read (string)',
    ],
  ])('%#', (error, sentence) => {
    expect(String(error)).toBe(sentence);
  });
});
