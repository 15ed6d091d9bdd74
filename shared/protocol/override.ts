import type { FreezeFacts } from '../switchover/gates/facts.ts';
import { type Instant, MINUTE, type Milliseconds } from '../time/clock.ts';
import { MARGIN } from './lease.ts';
import type { Run } from './run.ts';

/** What a person decided against one gate, for one run; written with its acceptance and never changed. */
export type Override = NonNullable<Run['override']>;

type Overriding = Pick<Run, 'override'>;

/**
 * The freezes that hold for a run. An override of the freeze gate lifts those that held when it was asked for, each known
 * by name and span: a freeze that is declared or moved afterwards was not weighed by whoever overrode, and holds.
 */
export function freezesFor<Freeze extends FreezeFacts>(
  { override }: Overriding,
  freezes: readonly Freeze[],
): readonly Freeze[] {
  const lifted = override?.gate === 'freeze' ? (override.freezes ?? []) : [];
  return freezes.filter(
    (freeze) =>
      !lifted.some(
        ({ name, startsAt, endsAt }) =>
          name === freeze.name && startsAt === freeze.startsAt && endsAt === freeze.endsAt,
      ),
  );
}

/** The moves of an instance's roles that a cool-down counts from. */
interface Moves {
  readonly lastClaimedSendAt?: number | undefined;
  readonly lastRoleChangeSeenAt?: number | undefined;
}

/**
 * The moves that the cool-down of a run counts from. An override of the cool-down lifts those before it was asked for, less
 * the margin between clocks: a later send of another run counts as ever.
 */
export function movesFor<Remembered extends Moves>({ override }: Overriding, lease: Remembered): Remembered {
  if (override?.gate !== 'cooldown') return lease;
  const since = override.at - MARGIN;
  const counted = (at: number | undefined) => (at !== undefined && at > since ? at : undefined);
  return {
    ...lease,
    lastClaimedSendAt: counted(lease.lastClaimedSendAt),
    lastRoleChangeSeenAt: counted(lease.lastRoleChangeSeenAt),
  };
}

/** A run that does not wait looks at the roles well within this. */
const LOOKS_WITHIN: Milliseconds = MINUTE;

/**
 * Whether a move that no run had seen before `now` was weighed by whoever overrode the cool-down. When it was made nobody
 * knows: soon after the asking it counts as made before, later (the run waited) as one that its author never saw.
 */
export const weighedUnseenMove = ({ override }: Overriding, now: Instant): boolean =>
  override?.gate === 'cooldown' && now - override.at <= LOOKS_WITHIN;
