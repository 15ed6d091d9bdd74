import type { Instant } from '../../time/clock.ts';
import type { Verdict } from '../codes.ts';
import { decide } from '../decisions.ts';
import { no, yes } from './answers.ts';
import type { FreezeFacts, GateFacts } from './facts.ts';

type Facts = Pick<GateFacts, 'now' | 'opening' | 'trigger' | 'freezes'>;

/**
 * A freeze wins over an open window. Asked for the instant at which the run could start: now, or, while it waits, its
 * opening or its instant, whichever is later.
 */
export function freezeGate(facts: Facts): Verdict {
  const at = earliestStart(facts);
  const holding = facts.freezes.filter((freeze) => freeze.startsAt <= at && at < freeze.endsAt);
  const last = latestEnding(holding);
  if (last !== undefined) {
    return no('freeze', 'FREEZE', decide('FROZEN', { freeze: last.name, endsAt: last.endsAt }));
  }
  const next = firstStarting(facts.freezes.filter((freeze) => freeze.startsAt > at));
  return yes('freeze', decide('NOT_FROZEN', { nextFreeze: next?.name, freezesAt: next?.startsAt }));
}

/** The earliest instant at which the run could start. */
export const earliestStart = ({ now, opening, trigger }: Omit<Facts, 'freezes'>): Instant =>
  Math.max(now, opening?.opensAt ?? now, trigger.startAt ?? now);

/** The first freeze to start, of those given. */
export const firstStarting = (freezes: readonly FreezeFacts[]): FreezeFacts | undefined =>
  freezes.toSorted((one, other) => one.startsAt - other.startsAt)[0];

const latestEnding = (freezes: readonly FreezeFacts[]): FreezeFacts | undefined =>
  freezes.toSorted((one, other) => other.endsAt - one.endsAt)[0];
