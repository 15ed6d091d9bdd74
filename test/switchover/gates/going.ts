import type { GateFacts } from '../../../shared/switchover/gates/facts.ts';
import { chooseTargets } from '../../../shared/switchover/targets.ts';
import { HOUR, MINUTE, SECOND } from '../../../shared/time/clock.ts';
import { instanceOf, shardOf } from '../topologies.ts';

/** The opening of these tests: 02:00 to 04:30, cutoff 04:20, on a day whose midnight is 0. */
export const OPENING = {
  day: '2026-11-24',
  opensAt: 2 * HOUR,
  cutoffAt: 4 * HOUR + 20 * MINUTE,
  closesAt: 4 * HOUR + 30 * MINUTE,
};

const shards = [shardOf('h', 'p', 's')];

/** Facts to which every gate says yes, with what a test changes. */
export const going = (change: Partial<GateFacts> = {}): GateFacts => ({
  now: 3 * HOUR,
  runId: 'run-1',
  instanceId: 'redis-1',
  rule: { name: 'orders' },
  trigger: {},
  opening: OPENING,
  nextOpensAt: 26 * HOUR,
  freezes: [],
  life: 30 * SECOND,
  margin: 5 * SECOND,
  stops: [],
  lease: undefined,
  cooldown: 20 * HOUR,
  limits: { atOnce: { limit: 1, takenBy: [] } },
  instance: instanceOf(),
  plannedEvents: [],
  shards,
  choice: chooseTargets(shards, { kind: 'any' }),
  ...change,
});
