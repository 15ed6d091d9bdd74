import type { Chance } from '../../../shared/runtime/simulation/chance.ts';
import { type Instant, MINUTE, SECOND } from '../../../shared/time/clock.ts';
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

/** What is done once a lease or a send is claimed for that time in the night, so many milliseconds later. */
export interface Ambush {
  readonly claim: 'lease' | 'send';
  readonly time: number;
  readonly after: number;
  /** For how long the claimer is paused right after its claim. */
  readonly hold?: number;
  readonly act: DistributiveOmit<Act, 'at'>;
}
type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;

/** In some nights somebody acts in the one moment that is worst: between the claim of a send and its bytes. */
export function generateAmbush(chance: Chance): Ambush | undefined {
  if (chance.happens(0.3)) return undefined;
  const claim = chance.happens(0.3) ? 'lease' : 'send';
  const act = chance.pick<Ambush['act']>([
    { act: 'stop', scope: 'everything' },
    { act: 'stop', scope: 'account:prod' },
    { act: 'apply a plan', frozen: true, shardsAtOnce: 10 },
    // These are about the run that made the claim, or about its instance.
    { act: 'abort', run: 0 },
    { act: 'cancel', run: 0 },
    { act: 'acknowledge', run: 0 },
    { act: 'failover', instance: '' },
    { act: 'somebody else switches', instance: '' },
    { act: 'power loss' },
  ]);
  const hold = chance.pick([0, 0, 20 * SECOND, 3 * MINUTE, 14 * MINUTE]);
  const after = chance.pick([0, 10, 90, 1_000, 12_000, 40_000]);
  return { claim, time: chance.between(1, 4), after, act, ...(hold > 0 && { hold }) };
}

/** A night's worth of acts, most of them while runs may begin, where they are in the way. */
export function generateActs(chance: Chance, instances: readonly SimulatedInstance[]): readonly Act[] {
  const acts: Act[] = [];
  const instance = () => chance.pick(instances).id;
  // Rivals for one instance are in each other's way.
  const sought = chance.happens(0.5) ? instance() : undefined;
  const moment = () => OPENS + chance.between(-60, 22 * 60) * SECOND + chance.between(0, 999);
  const crowd = chance.between(0, 3);
  const crowded = moment();
  for (let number = 0; number < crowd; number += 1) {
    // Some come together, which is when they are most in each other's way.
    const at = chance.happens(0.6) ? crowded + chance.between(0, 1500) : moment();
    acts.push(...triggers(chance, sought ?? instance(), at, number));
  }
  if (chance.happens(0.2)) {
    const at = moment();
    const scope = chance.pick(['everything', 'account:prod', 'instance'] as const);
    acts.push({ at, act: 'stop', scope });
    acts.push({ at: at + chance.between(1, 20) * MINUTE, act: 'resume', scope });
  }
  // What a bad outcome stopped, somebody resumes, else little more would happen in that night.
  for (const minute of [6, 12, 20])
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
  if (chance.happens(0.3)) acts.push({ at: moment() + 12 * MINUTE, act: 'acknowledge', run: run() });
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
