import { type Instant, MINUTE, SECOND } from '../../../shared/time/clock.ts';
import type { Chance } from './chance.ts';
import { OPENS } from './night.ts';
import type { SimulatedInstance } from './world.ts';

/** Something that a person, another system or fate does at an instant. `run`: which of the runs known by then. */
export type Act = { readonly at: Instant } & (
  | {
      readonly act: 'request';
      readonly instance: string;
      readonly key: string;
      readonly when: 'now' | 'window' | 'soon';
      readonly reason: string;
      readonly dryRun: boolean;
    }
  | {
      readonly act: 'start directly';
      readonly instance: string;
      readonly key: string;
      readonly execution: string;
      readonly reason: string;
      readonly token: boolean;
    }
  | { readonly act: 'deliver again'; readonly run: number; readonly execution: string }
  | { readonly act: 'stop' | 'resume'; readonly scope: 'everything' | 'account:prod' | 'instance' }
  | { readonly act: 'apply a plan'; readonly frozen: boolean; readonly shardsAtOnce: number }
  | { readonly act: 'cancel' | 'acknowledge' | 'abort'; readonly run: number }
  | { readonly act: 'failover' | 'somebody else switches'; readonly instance: string }
  | { readonly act: 'forget tokens' | 'power loss' }
  | { readonly act: 'outage'; readonly of: 'store' | 'vendor'; readonly minutes: number }
);

/** A night's worth of acts, most of them in the first half hour of the window, where they are in the way. */
export function generateActs(chance: Chance, instances: readonly SimulatedInstance[]): readonly Act[] {
  const acts: Act[] = [];
  const instance = () => chance.pick(instances).id;
  const moment = () => OPENS + chance.between(-60, 35 * 60) * SECOND + chance.between(0, 999);
  const crowd = chance.between(0, 3);
  const crowded = moment();
  for (let number = 0; number < crowd; number += 1) {
    // Some come together, which is when they are most in each other's way.
    const at = chance.happens(0.6) ? crowded + chance.between(0, 1500) : moment();
    acts.push(...triggers(chance, instance(), at, number));
  }
  if (chance.happens(0.2)) {
    const at = moment();
    const scope = chance.pick(['everything', 'account:prod', 'instance'] as const);
    acts.push({ at, act: 'stop', scope });
    acts.push({ at: at + chance.between(1, 20) * MINUTE, act: 'resume', scope });
  }
  // What a bad outcome stopped, somebody resumes, else little more would happen in that night.
  for (const minute of [10, 20, 30])
    acts.push({ at: OPENS + minute * MINUTE, act: 'resume', scope: 'account:prod' });
  if (chance.happens(0.15)) {
    const at = moment();
    acts.push({
      at,
      act: 'apply a plan',
      frozen: chance.happens(0.7),
      shardsAtOnce: chance.pick([1, 3, 10]),
    });
    acts.push({
      at: at + chance.between(1, 20) * MINUTE,
      act: 'apply a plan',
      frozen: false,
      shardsAtOnce: 10,
    });
  }
  const run = () => chance.between(0, 7);
  if (chance.happens(0.2)) acts.push({ at: moment(), act: 'cancel', run: run() });
  if (chance.happens(0.1)) acts.push({ at: moment(), act: 'abort', run: run() });
  if (chance.happens(0.3)) acts.push({ at: moment() + 15 * MINUTE, act: 'acknowledge', run: run() });
  if (chance.happens(0.2))
    acts.push({ at: moment(), act: 'deliver again', run: run(), execution: 'again-1' });
  if (chance.happens(0.15)) acts.push({ at: moment(), act: 'failover', instance: instance() });
  if (chance.happens(0.1)) acts.push({ at: moment(), act: 'somebody else switches', instance: instance() });
  if (chance.happens(0.1)) acts.push({ at: moment(), act: 'forget tokens' });
  if (chance.happens(0.1)) acts.push({ at: moment(), act: 'power loss' });
  if (chance.happens(0.08)) {
    const of = chance.pick(['store', 'vendor'] as const);
    acts.push({ at: moment(), act: 'outage', of, minutes: chance.pick([1, 4, 20, 60]) });
  }
  return acts.sort((one, other) => one.at - other.at);
}

/** One caller, who may ask several times, by several ways, and once with another body under the same key. */
function triggers(chance: Chance, instance: string, at: Instant, number: number): readonly Act[] {
  const key = `key-${number}`;
  const times = chance.between(1, 3);
  return Array.from({ length: times }, (_, time): Act => {
    const later = at + time * chance.pick([0, 1, 400, 30_000]);
    const reason = time > 0 && chance.happens(0.1) ? 'another reason' : 'a reason';
    if (chance.happens(0.4)) {
      const execution = `direct-${number}-${time}`;
      return {
        at: later,
        act: 'start directly',
        instance,
        key,
        execution,
        reason,
        token: chance.happens(0.5),
      };
    }
    const when = chance.pick(['now', 'now', 'window', 'soon'] as const);
    return { at: later, act: 'request', instance, key, when, reason, dryRun: chance.happens(0.1) };
  });
}
