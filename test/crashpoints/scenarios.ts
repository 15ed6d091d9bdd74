import type { Scenario } from './scenario.ts';
import { STORIES_OF_ENDING } from './stories-of-ending.ts';
import { STORIES_OF_SENDING } from './stories-of-sending.ts';
import { STORIES_OF_STARTING } from './stories-of-starting.ts';

export const SCENARIOS: readonly Scenario[] = [
  ...STORIES_OF_SENDING,
  ...STORIES_OF_STARTING,
  ...STORIES_OF_ENDING,
];

/** The scenarios whose pairs are played: those in which the protocol has most to do. */
export const PAIRED: readonly string[] = [
  'a switchover in its window',
  'three shards, one alone first',
  'the answer is lost after executing',
  'throttled once, then done',
  'a direct start delivered twice',
  'due starts it at its opening',
  'UNKNOWN, settled as not switched',
];

/** Throws where there is no such scenario. */
export function scenarioNamed(name: string): Scenario {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`There is no scenario '${name}'.`);
  return scenario;
}
