import type { Verdict } from '../codes.ts';
import { decide } from '../decisions.ts';
import { notYet, yes } from './answers.ts';
import type { GateFacts } from './facts.ts';

/** Counts from the last claimed send, whatever came of it, and from the last role change seen that was not ours. */
export function cooldownGate({
  now,
  lease,
  cooldown,
}: Pick<GateFacts, 'now' | 'lease' | 'cooldown'>): Verdict {
  const moves = [lease?.lastClaimedSendAt, lease?.lastRoleChangeSeenAt].filter((at) => at !== undefined);
  if (moves.length === 0) return yes('cooldown', decide('COOLED_DOWN', {}));
  const sinceAt = Math.max(...moves);
  const endsAt = sinceAt + cooldown;
  if (now >= endsAt) return yes('cooldown', decide('COOLED_DOWN', { sinceAt }));
  const decision = decide('COOLING_DOWN', { sinceAt, endsAt, cooldownMilliseconds: cooldown });
  return notYet('cooldown', 'COOLDOWN', decision, endsAt);
}
