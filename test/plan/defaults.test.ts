import { expect, it } from 'vitest';
import * as defaults from '../../shared/plan/defaults.ts';
import { formatDuration } from '../../shared/plan/duration.ts';

it('are those that the documentation promises', () => {
  const { cutoff, settle, giveUpAfter, cooldown, history, ...counts } = defaults.DEFAULTS;

  expect([cutoff, settle, giveUpAfter, cooldown, history].map(formatDuration)).toEqual([
    '10m',
    '30s',
    '10m',
    '20h',
    '400d',
  ]);
  expect(counts).toEqual({ atOnce: 1, stopAfter: 1, shardsAtOnce: 10, digest: '09:00' });
  expect(defaults.MOST_SHARDS_AT_ONCE).toBe(50);
  expect(
    [defaults.REQUEST_TIMEOUT, defaults.SIGNATURE_LIFE, defaults.CLOCK_MARGIN].map(formatDuration),
  ).toEqual(['10s', '15m', '5s']);
});
