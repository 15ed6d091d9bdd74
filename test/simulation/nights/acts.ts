import type { Chance } from '../../../shared/runtime/simulation/chance.ts';
import { OVERRIDABLE_GATES, type OverridableGate } from '../../../shared/switchover/codes.ts';
import { type Instant, MINUTE, SECOND } from '../../../shared/time/clock.ts';
import { BEGINS, CLOSES, OPENS } from './night.ts';
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
  | {
      readonly act: 'override';
      readonly instance: string;
      readonly key: string;
      readonly gate: OverridableGate;
      readonly reason: string;
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

/**
 * In some nights a person overrides a gate where it is in the way: before the window opens or near its close, in a freeze
 * that was declared shortly before, or soon after another run. Some ask twice, and some against each other.
 */
export function generateOverrides(chance: Chance, instances: readonly SimulatedInstance[]): readonly Act[] {
  if (chance.happens(0.6)) return [];
  const switched = instances.filter(({ standing }) => standing === 'switched');
  return Array.from({ length: chance.between(1, 3) }, (_, number): readonly Act[] => {
    const gate = chance.pick(OVERRIDABLE_GATES);
    const { id: instance } = chance.pick(chance.happens(0.9) ? switched : instances);
    const at = momentFor(gate, chance);
    const override = {
      act: 'override',
      instance,
      key: `override-${number}`,
      gate,
      reason: 'a reason',
    } as const;
    const again = at + chance.pick([0, 1, 400, 1_500, 30_000]);
    return [
      ...(gate === 'freeze' ? frozenAround(at, chance) : []),
      ...(chance.happens(0.3) ? stoppedAfter(at, chance) : []),
      { ...override, at },
      ...(chance.happens(0.5) ? [{ ...override, at: again }] : []),
    ];
  }).flat();
}

function momentFor(gate: OverridableGate, chance: Chance): Instant {
  if (gate === 'freeze') return OPENS + chance.between(0, 20 * 60) * SECOND;
  if (gate === 'cooldown') return OPENS + chance.between(4 * 60, 28 * 60) * SECOND;
  return chance.pick([BEGINS + chance.between(1, 110) * SECOND, CLOSES - chance.between(1, 9 * 60) * SECOND]);
}

/** A stop while the run is on its way: nobody has set that aside. */
function stoppedAfter(at: Instant, chance: Chance): readonly Act[] {
  const scope = 'account:prod';
  const from = at + chance.pick([10, 30, 60, 100, 200]);
  return [
    { act: 'stop', scope, at: from },
    { act: 'resume', scope, at: from + chance.between(2, 9) * MINUTE },
  ];
}

/** A freeze from before the window or the last minutes on, lifted again later, so that the night goes on. */
function frozenAround(at: Instant, chance: Chance): readonly Act[] {
  const from = chance.pick([BEGINS + SECOND, at - chance.between(1, 240) * SECOND]);
  const until = at + chance.between(1, 15) * MINUTE;
  const plan = { act: 'apply a plan', shardsAtOnce: 10 } as const;
  return [
    { ...plan, at: from, frozen: true },
    { ...plan, at: until, frozen: false },
  ];
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
