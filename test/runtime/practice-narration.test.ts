import { describe, expect, it } from 'vitest';
import { narrate, timeOf } from '../../shared/runtime/practice-narration.ts';
import type { LogLine } from '../../shared/steps/ports.ts';

const NIGHT = Date.parse('2026-11-24T02:00:17+08:00');
const READER = { zone: 'Asia/Shanghai', language: 'en' } as const;

it.each([
  [NIGHT, 'Asia/Shanghai', 'Tue 02:00:17'],
  [NIGHT, 'UTC', 'Mon 18:00:17'],
  [Date.parse('2026-11-24T00:00:00+08:00'), 'Asia/Shanghai', 'Tue 00:00:00'],
])('%d in %s is told as %s %s', (at, zone, expected) => {
  expect(timeOf(at, zone)).toBe(expected);
});

describe('a line of the story', () => {
  it.each<[LogLine, string]>([
    [
      { what: 'sent', data: { batch: 1, nodes: 1, answer: 'accepted' } },
      'batch 1, one shard: sent once, accepted',
    ],
    [
      { what: 'sent', data: { batch: 2, nodes: 10, answer: 'ambiguous' } },
      'batch 2, 10 shards: sent once, no usable answer; it is not sent again',
    ],
    [
      { what: 'looked', data: { batch: 'on target', status: 'Running' } },
      'look: roles on target, instance Running',
    ],
    [{ what: 'looked', data: { unreadable: true } }, 'look: could not be read'],
  ])('%j', (line, told) => {
    expect(narrate(line, NIGHT, READER)).toBe(`Tue 02:00:17  ${told}`);
  });

  it.each([{ what: 'CheckWindow' }, { what: 'closed' }])('there is none for $what', (line) => {
    expect(narrate(line, NIGHT, READER)).toBeUndefined();
  });
});
