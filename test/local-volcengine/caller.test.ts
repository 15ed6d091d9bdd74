import { expect, it } from 'vitest';
import { callerPrefix } from '../../shared/local-volcengine/caller.ts';

it.each([
  ['AKLTPRACTICE', 'AKLTPRAC'],
  ['AK', 'AK'],
  ['', ''],
])('a log shows %s as %s', (accessKeyId, prefix) => {
  expect(callerPrefix(accessKeyId)).toBe(prefix);
});
