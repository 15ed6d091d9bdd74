import * as z from 'zod/mini';
import type { Item, Write } from '../store/store.ts';
import type { Instant } from '../time/clock.ts';
import { keys, STOP_PREFIX } from './keys.ts';
import { attributesOf, readRecord } from './record.ts';
import type { Run } from './run.ts';

const stopSchema = z.object({
  scope: z.string(),
  by: z.string(),
  reason: z.string(),
  at: z.number(),
});

/** An operator's halt. Its scope is `everything`, `account:<name>`, `rule:<name>` or `instance:<region>/<id>`. */
export type Stop = Readonly<z.infer<typeof stopSchema>>;

export const readStop = (item: Item): Stop => readRecord(stopSchema, item);

/** True for a word that a stop can have as its scope. A rule's name may have blanks in it. */
export const isStopScope = (scope: string): boolean =>
  /^(everything|(account|instance):[^#\s]{1,200}|rule:[^#\p{Cc}]{1,200})$/u.test(scope);

/** Puts a stop; putting it again replaces who and why. */
export const putStop = (stop: Stop): Write => ({
  put: keys.stop(stop.scope),
  attributes: attributesOf(stop),
});

/** Puts a stop only where none is: the outbox's own, after too many bad outcomes. */
export const putStopOnce = (stop: Stop): Write => ({ ...putStop(stop), when: { item: 'absent' } });

export const liftStop = (scope: string): Write => ({ delete: keys.stop(scope), when: { item: 'present' } });

/** The stops that halt this run. */
export function stopsFor(
  run: Pick<Run, 'account' | 'rule' | 'instance'>,
  stops: readonly Stop[],
): readonly Stop[] {
  const scopes = new Set(['everything', `account:${run.account}`, `instance:${run.instance}`]);
  if (run.rule !== undefined) scopes.add(`rule:${run.rule}`);
  return stops.filter((stop) => scopes.has(stop.scope));
}

export const isStop = (item: Item): boolean => item.key.sort.startsWith(STOP_PREFIX);

const badOutcomesSchema = z.object({ count: z.number(), runs: z.array(z.string()) });

/** Consecutive bad outcomes of an account, with the runs already counted since the last good one. */
export type BadOutcomes = Readonly<z.infer<typeof badOutcomesSchema>>;

export const readBadOutcomes = (item: Item): BadOutcomes => readRecord(badOutcomesSchema, item);

/** Counts a run's bad outcome once, however often its close is announced. */
export function countBadOutcome(account: string, known: BadOutcomes | undefined, runId: string): Write {
  const runs = [...(known?.runs ?? []), runId];
  const key = keys.badOutcomes(account);
  const attributes = attributesOf({ count: runs.length, runs });
  if (known === undefined) return { put: key, attributes, when: { item: 'absent' } };
  return { put: key, attributes, when: { attribute: 'count', is: '=', value: known.count } };
}

export const forgetBadOutcomes = (account: string): Write => ({ delete: keys.badOutcomes(account) });

const planPointerSchema = z.object({
  hash: z.string(),
  appliedAt: z.number(),
  /** Who applied it, where somebody asked over HTTP. */
  by: z.optional(z.string()),
  /** Freezes as instants, half-open, so that a step compares numbers. */
  freezes: z.array(z.object({ name: z.string(), startsAt: z.number(), endsAt: z.number() })),
  /** Accounts that may switch; every other one observes. */
  switching: z.array(z.string()),
});

/** The plan that is in force: its hash, and what every send must be checked against even when its run began under another. */
export type PlanPointer = Readonly<z.infer<typeof planPointerSchema>>;

export const readPlanPointer = (item: Item): PlanPointer => readRecord(planPointerSchema, item);

/** Stores a plan under its hash and puts it in force. `text` is the checked plan as JSON. */
export const applyPlan = (pointer: PlanPointer, text: string): readonly Write[] => [
  { put: keys.planVersion(pointer.hash), attributes: { text } },
  { put: keys.currentPlan(), attributes: attributesOf(pointer) },
];

const planVersionSchema = z.object({ text: z.string() });
export const readPlanText = (item: Item): string => readRecord(planVersionSchema, item).text;

const watermarkSchema = z.object({ at: z.number() });

/** Up to this instant every occurrence has its record. */
export const readWatermark = (item: Item): Instant => readRecord(watermarkSchema, item).at;

export const moveWatermark = (at: Instant): Write => ({ put: keys.watermark(), attributes: { at } });
