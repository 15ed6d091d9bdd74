import type { Plan } from '../../shared/plan/plan.ts';
import { DAY, MINUTE } from '../../shared/time/clock.ts';
import { NIGHT, rule } from '../steps/rig.ts';
import { makeMeteredRig, type Night, since } from './play.ts';

export const DAYS_OF_A_MONTH = 30;

/** What a month came to in which nothing was due. */
export interface IdleMonth extends Pick<Night, 'units' | 'logBytes'> {
  /** Calls of due and of settle together. */
  readonly passes: number;
}

/**
 * Lets due and settle pass each minute over the real steps and a plan of which nothing is due: for a whole month, or for
 * some of its days, which then stand for the others.
 */
export async function playIdleMonth(days: number): Promise<IdleMonth> {
  const { rig, night } = await makeMeteredRig({ at: NIGHT, plan: idlePlan });
  // A deployment's first day has no digest of the day before; every other day has one.
  await rig.minutes(DAY / MINUTE);
  const start = night();
  const minutes = (days * DAY) / MINUTE;
  await rig.minutes(minutes);
  const { units, logBytes } = since(start, night());
  const whole = (amount: number) => (amount * DAYS_OF_A_MONTH) / days;
  return {
    units: {
      readUnits: whole(units.readUnits),
      writeUnits: whole(units.writeUnits),
      calls: whole(units.calls),
    },
    logBytes: whole(logBytes),
    passes: whole(2 * minutes),
  };
}

const idlePlan = (plan: Plan): Plan => ({
  ...plan,
  rules: plan.rules.map((each) => rule(each.name, each.match.instance ?? '', NEVER_DUE)),
});

const NEVER_DUE = { cadence: { kind: 'once', date: '2030-01-01' } } as const;
