import { describe, expect, it } from 'vitest';
import { reasonSchema, startSchema, stopAddressSchema } from '../../shared/api/requests.ts';

const taken = (reason: string) => reasonSchema.safeParse({ reason }).success;

describe('a reason', () => {
  it.each(['x', 'Übung 演练 🙂', 'x'.repeat(500)])('%s is taken', (reason) => {
    expect(taken(reason)).toBe(true);
  });

  it.each(['', ' ', 'x'.repeat(501), 'a\nb', 'a\r\nInjected: 1', 'a\0b', '\ud800', 'a\u0085b'])(
    '%j is refused',
    (reason) => {
      expect(taken(reason)).toBe(false);
    },
  );
});

describe('when', () => {
  it.each([
    ['now', 'now'],
    ['window', 'window'],
    ['2026-11-24T02:30:00+08:00', Date.parse('2026-11-23T18:30:00Z')],
    ['2026-11-24T02:30+08:00', Date.parse('2026-11-23T18:30:00Z')],
    ['2028-02-29T00:00:00.5Z', Date.parse('2028-02-29T00:00:00.500Z')],
  ])('%s is read as %s', (when, read) => {
    expect(startSchema.parse({ instance: 'redis-1', when, reason: 'x' }).when).toBe(read);
  });
});

describe('a scope', () => {
  it.each([
    'everything',
    'account:prod',
    'rule:orders-home',
    'rule:orders home',
    'rule:演练',
    'instance:cn-beijing/redis-1',
  ])('%s', (scope) => {
    expect(stopAddressSchema.safeParse({ scope }).success).toBe(true);
  });
});
